#include "acquisition/open_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "acquisition/device_source.h"
#include "acquisition/firmware_source.h"
#include "acquisition/replay_source.h"
#include "acquisition/simulated_source.h"

namespace palpate {
namespace {

constexpr std::array<std::string_view, 4> kSchemes{"serial", "sim", "firmware", "file"};

Result<void> parse_options(std::string_view text, SourceUri& uri) {
  while (!text.empty()) {
    const auto pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      return Error{ErrorCode::bad_argument, fmt::format("an option is written name=value, not: {}", pair)};
    }
    const auto [at, fresh] = uri.options.emplace(pair.substr(0, equals), pair.substr(equals + 1));
    if (!fresh) return Error{ErrorCode::bad_argument, fmt::format("this option stands twice: {}", at->first)};
  }
  return {};
}

// The number of an option; the default if it is not there.
Result<double> number_option(const SourceUri& uri, const std::string& name, double fallback, double min,
                             double max) {
  const auto found = uri.options.find(name);
  if (found == uri.options.end()) return fallback;
  const std::string& text = found->second;
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= min && value <= max)) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("{} must be a number from {} to {}, not: {}", name, min, max, text)};
  }
  return value;
}

Result<std::unique_ptr<FrameSource>> open_serial(const SourceUri& uri, std::string_view text) {
  if (auto known = only_options(uri, {"baud", "rate"}); !known) return known.error();
  if (uri.target.empty()) {
    return Error{ErrorCode::bad_argument, "which port? write serial:/dev/ttyACM0 (palpate ports lists them)"};
  }
  auto baud = number_option(uri, "baud", kDefaultBaud, 300, 4000000);
  if (!baud) return baud.error();
  auto rate = number_option(uri, "rate", 0.0, 0.1, 1000.0);
  if (!rate) return rate.error();
  DeviceOptions options;
  options.source_uri = text;
  options.subject = uri.target;
  options.rate_hz = *rate;
  return open_device([path = uri.target, rate_of_line = static_cast<int>(
                                             *baud)] { return open_byte_stream(path, rate_of_line); },
                     std::move(options));
}

}  // namespace

Result<void> only_options(const SourceUri& uri, std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : uri.options) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return Error{ErrorCode::bad_argument, fmt::format("{}: knows no option: {} (choose {})", uri.scheme, name,
                                                      fmt::join(known.begin(), known.end(), ", "))};
  }
  return {};
}

Result<SourceUri> parse_source_uri(std::string_view text) {
  SourceUri uri;
  uri.scheme = "file";
  if (text.empty()) {
    return Error{ErrorCode::bad_argument,
                 "no source: write serial:PORT, sim:SCENARIO, firmware:SCENARIO or a recording's path"};
  }
  const auto colon = text.find(':');
  const auto scheme = text.substr(0, std::min(colon, text.size()));
  const bool named = colon != std::string_view::npos &&
                     std::find(kSchemes.begin(), kSchemes.end(), scheme) != kSchemes.end();
  if (named) {
    uri.scheme = scheme;
    text.remove_prefix(colon + 1);
  }
  const auto question = text.rfind('?');
  // A plain path may hold a question mark; options it has only where something is set.
  const bool has_options =
      question != std::string_view::npos && (named || text.find('=', question) != std::string_view::npos);
  uri.target = has_options ? text.substr(0, question) : text;
  if (has_options) {
    if (auto parsed = parse_options(text.substr(question + 1), uri); !parsed) return parsed.error();
  }
  return uri;
}

Result<std::unique_ptr<FrameSource>> open_source(std::string_view text) {
  auto uri = parse_source_uri(text);
  if (!uri) return uri.error();
  if (uri->scheme == "serial") return open_serial(*uri, text);
  if (uri->scheme == "sim") return open_simulation(*uri);
  if (uri->scheme == "firmware") return open_firmware(*uri);
  if (uri->target.rfind("/dev/", 0) == 0) {
    return Error{ErrorCode::bad_argument, fmt::format("this is a port, not a recording: {} (write serial:{})",
                                                      uri->target, uri->target)};
  }
  return open_replay(*uri);
}

}  // namespace palpate

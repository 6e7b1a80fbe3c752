#include "acquisition/import_header.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace palpate {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// A number of at most 4 digits at `at`, which moves behind it; -1 if there is none.
int take_number(std::string_view text, std::size_t& at) {
  int value = 0;
  std::size_t digits = 0;
  for (; at < text.size() && digit(text[at]) && digits < 4; ++at, ++digits)
    value = value * 10 + (text[at] - '0');
  return digits == 0 ? -1 : value;
}

void skip_any(std::string_view text, std::size_t& at, std::string_view characters) {
  while (at < text.size() && characters.find(text[at]) != std::string_view::npos) ++at;
}

// "R0C0", "row 1 col 2", "S_3_4", "cell(3,4)", "r1-c2".
std::optional<std::pair<int, int>> cell_name(const std::string& field) {
  const std::string name = lower(field);
  std::size_t at = 0;
  for (const std::string_view prefix : {"row", "sensel", "sensor", "cell", "r", "s"}) {
    if (name.rfind(prefix, 0) == 0) {
      at = prefix.size();
      break;
    }
  }
  if (at == 0) return std::nullopt;
  skip_any(name, at, " _-([");
  const int row = take_number(name, at);
  const std::size_t between = at;
  skip_any(name, at, " _-,");
  for (const std::string_view word : {"column", "col", "c"}) {
    if (name.compare(at, word.size(), word) == 0) {
      at += word.size();
      break;
    }
  }
  skip_any(name, at, " _-");
  if (row < 0 || at == between) return std::nullopt;
  const int col = take_number(name, at);
  skip_any(name, at, ")] ");
  if (col < 0 || at != name.size()) return std::nullopt;
  return std::pair(row, col);
}

}  // namespace

std::optional<HeaderCells> header_cells(const std::vector<std::string>& fields) {
  std::vector<std::optional<std::pair<int, int>>> names;
  int first_row = 9999, first_col = 9999, last_row = -1, last_col = -1;
  HeaderCells cells;
  for (const std::string& field : fields) {
    names.push_back(cell_name(field));
    if (!names.back()) continue;
    const auto [row, col] = *names.back();
    first_row = std::min(first_row, row);
    first_col = std::min(first_col, col);
    last_row = std::max(last_row, row);
    last_col = std::max(last_col, col);
    ++cells.named;
  }
  if (cells.named < 2) return std::nullopt;
  // A mat may have an unused first row, but not many: names count from 0 or from 1.
  first_row = std::min(first_row, 1);
  first_col = std::min(first_col, 1);
  cells.rows = last_row - first_row + 1;
  cells.cols = last_col - first_col + 1;
  for (const auto& name : names) {
    cells.cell_of_field.push_back(name ? (name->first - first_row) * cells.cols + (name->second - first_col)
                                       : -1);
  }
  return cells;
}

std::optional<HeaderTime> header_time(const std::vector<std::string>& fields) {
  using Time = ImportLayout::Time;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string name = lower(fields[i]);
    const bool is_time = name.find("time") != std::string::npos || name.find("zeit") != std::string::npos ||
                         name == "t" || name.rfind("t_", 0) == 0 || name.rfind("t (", 0) == 0 ||
                         name.rfind("t[", 0) == 0;
    if (!is_time || cell_name(fields[i])) continue;
    const auto has = [&name](std::string_view text) { return name.find(text) != std::string::npos; };
    if (has("ms") || has("milli")) return HeaderTime{i, Time::milliseconds};
    if (has("us)") || has("_us") || has("[us") || has("micro")) return HeaderTime{i, Time::microseconds};
    if (has("sec") || has("(s") || has("[s") || has("_s")) return HeaderTime{i, Time::seconds};
    return HeaderTime{i, Time::unknown_unit};
  }
  return std::nullopt;
}

std::string_view vendor_of(std::string_view line) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kSigns{
      {{"data_type movie", "a Tekscan ASCII export"},
       {"ascii_data @@", "a Tekscan ASCII export"},
       {"version tekscan", "a Tekscan file"},
       {".xsn", "an XSENSOR export"},
       {"sensels:", "an XSENSOR export"},
       {"sensel width", "an XSENSOR export"},
       {"novel munich", "a novel export (emed, pedar or pliance)"},
       {"\\novfile\\", "a novel export (emed, pedar or pliance)"},
       {"time per frame[secs]", "a novel export (emed, pedar or pliance)"},
       {"sensor/mat type", "a novel export (emed, pedar or pliance)"},
       {"platform {", "a Zebris FDM export"},
       {"zebris", "a Zebris FDM export"},
       {"copx", "a table of the centre of pressure, without cells"}}};
  const std::string text = lower(line.substr(0, 400));
  const auto first = text.find_first_not_of(" \t");
  if (first != std::string::npos && (text[first] == '{' || text[first] == '[')) return "a JSON file";
  for (const auto& [sign, name] : kSigns) {
    if (text.find(sign) != std::string::npos) return name;
  }
  return {};
}

}  // namespace palpate

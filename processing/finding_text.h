// How the detectors write the words of their findings: in place, and only when a number they show has
// changed.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "acquisition/result.h"
#include "processing/region.h"

namespace palpate {

// The numbers a finding's texts were written with, each rounded as the text shows it. Texts are written anew
// only when one of them changed: writing them costs more than finding them.
class ShownNumbers {
 public:
  static constexpr std::size_t kMost = 10;
  // True if the numbers differ from those of the call before (at most kMost of them).
  bool change_to(std::initializer_list<double> numbers) {
    if (std::equal(numbers.begin(), numbers.end(), numbers_.begin())) return false;
    PALPATE_EXPECTS(numbers.size() <= kMost);
    std::copy(numbers.begin(), numbers.end(), numbers_.begin());
    return true;
  }

 private:
  std::array<double, kMost> numbers_{};  // ids start at 1, so the first call is a change
};

// Writes the text anew in the memory it has.
template <typename... Args>
void rewrite(std::string& text, fmt::format_string<Args...> format, Args&&... args) {
  text.clear();
  fmt::format_to(std::back_inserter(text), format, std::forward<Args>(args)...);
}

constexpr std::string_view client_side(BodySide side) {
  return side == BodySide::left ? "client's left" : "client's right";
}

}  // namespace palpate

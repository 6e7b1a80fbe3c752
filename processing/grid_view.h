// GridView: rows x cols values in one piece of memory, row-major; what the kernels read. Owns nothing.
#pragma once

#include <cstddef>

namespace palpate {

struct GridView {
  const float* data = nullptr;
  int rows = 0, cols = 0;

  [[nodiscard]] const float* row(int r) const {
    return data + static_cast<std::ptrdiff_t>(r) * static_cast<std::ptrdiff_t>(cols);
  }
  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
  }
};

}  // namespace palpate

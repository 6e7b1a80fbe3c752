#include "processing/welch.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <unsupported/Eigen/FFT>

#include "acquisition/result.h"

namespace palpate {
namespace {

using Complex = std::complex<double>;

// Smallest size with no prime factor but 2, 3 and 5: the transform is fast there.
std::size_t smooth_size_at_least(std::size_t n) {
  for (std::size_t size = n;; ++size) {
    std::size_t rest = size;
    for (const std::size_t factor : {2U, 3U, 5U})
      while (rest % factor == 0) rest /= factor;
    if (rest == 1) return size;
  }
}

// Bins first..first+bins-1 of the `points`-point DFT of a real signal of `length` samples.
class ChirpZ {
 public:
  ChirpZ(std::size_t length, std::size_t points, std::size_t first, std::size_t bins)
      : length_(length), points_(points), bins_(bins), size_(smooth_size_at_least(length + bins - 1)) {
    chirp_.resize(std::max(length, bins));
    for (std::size_t n = 0; n < chirp_.size(); ++n) chirp_[n] = root(n * n, 2 * points_);
    input_factor_.resize(length);
    for (std::size_t n = 0; n < length; ++n) input_factor_[n] = root(n * first, points_) * chirp_[n];
    std::vector<Complex> kernel(size_, 0.0);
    for (std::size_t m = 0; m < bins; ++m) kernel[m] = std::conj(chirp_[m]);
    for (std::size_t n = 1; n < length; ++n) kernel[size_ - n] = std::conj(chirp_[n]);
    fft_.fwd(kernel_, kernel);
    padded_.assign(size_, 0.0);
  }

  // Adds |X[k]|^2 of each bin to `power`.
  void add_power(std::span<const double> x, std::vector<double>& power) {
    std::fill(padded_.begin(), padded_.end(), 0.0);
    for (std::size_t n = 0; n < length_; ++n) padded_[n] = x[n] * input_factor_[n];
    fft_.fwd(spectrum_, padded_);
    for (std::size_t k = 0; k < size_; ++k) spectrum_[k] *= kernel_[k];
    fft_.inv(padded_, spectrum_);
    for (std::size_t m = 0; m < bins_; ++m) power[m] += std::norm(padded_[m]);  // |chirp| = 1
  }

 private:
  // exp(-2 pi i numerator / denominator), reduced in integers first: exact for long signals.
  static Complex root(std::size_t numerator, std::size_t denominator) {
    const double turn = static_cast<double>(numerator % denominator) / static_cast<double>(denominator);
    return std::polar(1.0, -2.0 * std::numbers::pi * turn);
  }

  std::size_t length_, points_, bins_, size_;
  std::vector<Complex> chirp_, input_factor_, kernel_, padded_, spectrum_;
  Eigen::FFT<double> fft_;
};

}  // namespace

void detrend_linear(std::span<double> x) {
  const auto n = static_cast<double>(x.size());
  const double middle = 0.5 * (n - 1.0);
  double mean = 0.0;
  for (const double value : x) mean += value / n;
  double product = 0.0, square = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double t = static_cast<double>(i) - middle;
    product += t * (x[i] - mean);
    square += t * t;
  }
  const double slope = square > 0.0 ? product / square : 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) x[i] -= mean + slope * (static_cast<double>(i) - middle);
}

std::vector<double> hann_periodic(std::size_t size) {
  if (size == 1) return {1.0};
  std::vector<double> window(size);
  for (std::size_t n = 0; n < size; ++n)
    window[n] =
        0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(n) / static_cast<double>(size));
  return window;
}

std::vector<double> welch_density(std::span<const double> x, const WelchOptions& options) {
  PALPATE_EXPECTS(options.rate_hz > 0.0);
  PALPATE_EXPECTS(options.segment >= 1 && options.segment <= x.size() &&
                  options.transform >= options.segment);
  PALPATE_EXPECTS(options.first_bin + options.bins <= options.transform / 2 + 1);
  if (options.bins == 0) return {};
  const std::vector<double> window = hann_periodic(options.segment);
  double window_power = 0.0;
  for (const double w : window) window_power += w * w;

  ChirpZ transform(options.segment, options.transform, options.first_bin, options.bins);
  std::vector<double> density(options.bins, 0.0), segment(options.segment);
  const std::size_t hop = options.segment - options.segment / 2;
  std::size_t segments = 0;
  for (std::size_t start = 0; start + options.segment <= x.size(); start += hop, ++segments) {
    std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(start), options.segment, segment.begin());
    detrend_linear(segment);
    for (std::size_t n = 0; n < options.segment; ++n) segment[n] *= window[n];
    transform.add_power(segment, density);
  }
  const double scale = 1.0 / (options.rate_hz * window_power * static_cast<double>(segments));
  for (std::size_t m = 0; m < options.bins; ++m) {
    const std::size_t bin = options.first_bin + m;
    density[m] *= bin == 0 || 2 * bin == options.transform ? scale : 2.0 * scale;
  }
  return density;
}

}  // namespace palpate

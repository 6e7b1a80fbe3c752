// Welch's power spectral density, exactly as docs/metrics.md defines it for sway.
//
// Segments of `segment` samples, hop segment - floor(segment / 2), each linearly detrended, periodic Hann
// window, zero-padded to `transform` points, density scaling 1 / (fs * sum w^2), one-sided (all bins but DC
// and Nyquist doubled), mean over the segments. Same numbers as scipy.signal.welch(x, fs, "hann",
// nperseg=segment, nfft=transform, detrend="linear").  Source: Welch 1967, IEEE Trans. Audio Electroacoust.
// 15:70.
//
// Only the bins asked for are computed (chirp-z transform by Bluestein 1970), so any length, primes included,
// costs O(n log n). Pure, double; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace palpate {

struct WelchOptions {
  double rate_hz = 0.0;       // > 0
  std::size_t segment = 0;    // samples a segment, 1..x.size()
  std::size_t transform = 0;  // points of the transform, >= segment
  std::size_t first_bin = 0;  // first bin wanted
  std::size_t bins = 0;       // how many; first_bin + bins <= transform / 2 + 1
};

// Density [unit^2/Hz] of bins first_bin, first_bin + 1, ...; bin k lies at k * rate_hz / transform.
std::vector<double> welch_density(std::span<const double> x, const WelchOptions& options);

// Removes the least-squares line in place.
void detrend_linear(std::span<double> x);

// Periodic Hann window: 0.5 - 0.5 cos(2 pi n / size); 1 for one sample.
std::vector<double> hann_periodic(std::size_t size);

}  // namespace palpate

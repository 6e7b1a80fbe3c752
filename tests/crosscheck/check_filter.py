"""Filters: palpate filter against SciPy (Butterworth, median, Gaussian) and the One-Euro paper's algorithm."""
import subprocess

import numpy as np
from scipy import ndimage, signal

COMMAND = "filter"
RELATIVE = 1e-9


def one_euro(x, rate, min_cutoff, beta, d_cutoff):
    """Casiez, Roussel and Vogel 2012, algorithm 1."""
    dt, out, slope = 1 / rate, [x[0]], 0.0

    def alpha(cutoff):
        return 1 / (1 + 1 / (2 * np.pi * cutoff * dt))

    for value in x[1:]:
        slope += alpha(d_cutoff) * ((value - out[-1]) / dt - slope)
        a = alpha(min_cutoff + beta * abs(slope))
        out.append(a * value + (1 - a) * out[-1])
    return np.array(out)


def causal(order, cutoff, rate):
    sos = signal.butter(order, cutoff, fs=rate, output="sos")
    return lambda x: signal.sosfilt(sos, x, zi=signal.sosfilt_zi(sos) * x[0])[0]


def both_ways(order, cutoff, rate):
    return lambda x: signal.sosfiltfilt(signal.butter(order, cutoff, fs=rate, output="sos"), x)


def cases(rng):
    walk = rng.normal(0, 1, (700, 3)).cumsum(0) + 1e3
    for order, cutoff, rate in ((2, 5, 100), (4, 5, 100), (4, 0.05, 250), (4, 49, 100), (6, 3, 40), (8, 11, 60)):
        given = ["--kind", "butterworth", "--order", order, "--cutoff", cutoff, "--fps", rate]
        yield f"causal {order} {cutoff}", walk, given, causal(order, cutoff, rate)
        yield f"zero-phase {order} {cutoff}", walk, given + ["--zero-phase"], both_ways(order, cutoff, rate)
    yield ("one sample", walk[:1], ["--kind", "butterworth", "--cutoff", 5, "--fps", 100], causal(4, 5, 100))
    for least, beta, slope in ((1, 0, 1), (0.7, 0.3, 1.4)):
        given = ["--kind", "one-euro", "--min-cutoff", least, "--beta", beta, "--d-cutoff", slope, "--fps", 50]
        yield f"one-euro {beta}", walk, given, lambda x, k=(50, least, beta, slope): one_euro(x, *k)


def run(palpate, folder, values, given):
    np.savetxt(folder / "in.csv", values, delimiter=",", fmt="%.17g")
    subprocess.run([palpate, "filter", *map(str, given), str(folder / "in.csv"), str(folder / "out.csv")],
                   check=True, capture_output=True)  # fmt: skip
    return np.loadtxt(folder / "out.csv", delimiter=",", ndmin=2)


def check(palpate, folder):
    rng = np.random.default_rng(11)
    for name, values, given, reference in cases(rng):
        wanted = np.stack([reference(column) for column in values.T], axis=1)
        worst = np.max(np.abs(run(palpate, folder, values, given) - wanted)) / np.abs(wanted).max()
        if not worst <= RELATIVE:
            yield f"{name}: off by {worst:.2g}"
    for shape in ((32, 32), (1, 9), (7, 1), (2, 2), (13, 31)):
        values = rng.normal(0, 4, shape)
        filters = {("median",): ndimage.median_filter(values, 3, mode="nearest")}
        for sigma in (0.3, 0.8, 2.5):
            radius = int(np.floor(4 * sigma + 0.5))
            filters["gaussian", sigma] = ndimage.gaussian_filter(values, sigma, mode="nearest", radius=radius) \
                if "radius" in ndimage.gaussian_filter1d.__doc__ else ndimage.gaussian_filter(values, sigma, mode="nearest")  # fmt: skip
        for (kind, *sigma), wanted in filters.items():
            found = run(palpate, folder, values, ["--kind", kind] + [v for s in sigma for v in ("--sigma", s)])
            if found.shape != shape or np.max(np.abs(found - wanted)) > RELATIVE * 4:
                yield f"{kind} {sigma} {shape}: differs"

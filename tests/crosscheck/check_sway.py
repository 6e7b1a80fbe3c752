"""Sway descriptors, Welch spectra and the low-pass: palpate sway --json against NumPy and SciPy."""
import json
import subprocess

import numpy as np
from scipy import signal, spatial, stats

COMMAND = "sway"
EXACT, SPECTRAL = 1e-9, 1e-6


def spectral(x, fs):
    n = len(x)
    segment = min(n, int(round(10 * fs)))
    f, g = signal.welch(x, fs, "hann", nperseg=segment, noverlap=segment // 2, nfft=n, detrend="linear")
    band = (f >= 0.15 - 1e-9) & (f <= 5 + 1e-9)
    f, g, df = f[band], g[band], fs / n
    mu = [(f**k * g).sum() for k in range(3)]
    grown = np.cumsum(g)
    return {
        "total_power": g.sum() * df,
        "f50": f[np.argmax(grown >= 0.5 * mu[0])],
        "f95": f[np.argmax(grown >= 0.95 * mu[0])],
        "cfreq": np.sqrt(mu[2] / mu[0]),
        "freqd": np.sqrt(1 - mu[1] ** 2 / (mu[0] * mu[2])),
    }


def numbers(t, x, y, cutoff, zero_phase):
    n = len(t)
    fs = (n - 1) / (t[-1] - t[0])
    if np.max(np.abs(np.diff(t) * fs - 1)) > 0.01:
        even = t[0] + np.arange(n) / fs
        x, y = np.interp(even, t, x), np.interp(even, t, y)
    if cutoff:
        sos = signal.butter(4, cutoff, fs=fs, output="sos")
        run = (
            (lambda s: signal.sosfiltfilt(sos, s))
            if zero_phase
            else (lambda s: signal.sosfilt(sos, s, zi=signal.sosfilt_zi(sos) * s[0])[0])
        )
        x, y = run(x), run(y)
    x, y = x - x.mean(), y - y.mean()
    r, span = np.hypot(x, y), (n - 1) / fs
    out = {}
    for name, s in (("rd", r), ("ml", x), ("ap", y)):
        step = np.hypot(np.diff(x), np.diff(y)) if name == "rd" else np.abs(np.diff(s))
        mdist = np.abs(s).mean()
        out |= {f"mdist_{name}": mdist, f"rdist_{name}": np.sqrt((s**2).mean()), f"path_{name}": step.sum()}
        out[f"mvelo_{name}"] = step.sum() / span
        out[f"mfreq_{name}"] = step.sum() / span / mdist / (2 * np.pi if name == "rd" else 4 * np.sqrt(2))
        out |= {f"{key}_{name}": value for key, value in spectral(s, fs).items()}
    hull = spatial.ConvexHull(np.c_[x, y])
    corners = np.c_[x, y][hull.vertices]
    out |= {"range_ml": np.ptp(x), "range_ap": np.ptp(y), "maxdist_rd": r.max(), "area_hull": hull.volume}
    out["range_rd"] = spatial.distance.pdist(corners).max()
    f = stats.f.ppf(0.95, 2, n - 2)
    scale = 2 * (n - 1) * (n + 1) / (n * (n - 2)) * f
    lam, vec = np.linalg.eigh(np.cov(x, y))
    out["area_pe"] = np.pi * np.sqrt(lam.prod()) * scale
    out["ellipse_minor_mm"], out["ellipse_major_mm"] = np.sqrt(lam * scale)
    angle = np.degrees(np.arctan2(vec[1, 1], vec[0, 1]))
    out["ellipse_angle_deg"] = angle - 180 * np.ceil((angle - 90) / 180)
    det = np.linalg.det(np.cov(x, y, ddof=0))
    out["area_ce_prieto"] = 2 * np.pi * f * np.sqrt(det)
    d = 2 * (r.mean() + 1.645 * np.sqrt((r**2).mean() - r.mean() ** 2))
    out["area_cc"] = np.pi * (d / 2) ** 2
    out["area_sw"] = np.abs(y[1:] * x[:-1] - x[1:] * y[:-1]).sum() / (2 * span)
    out["fd_cc"] = np.log(n) / np.log(n * d / out["path_rd"])
    out["fd_ce"] = np.log(n) / np.log(n * np.sqrt(8 * f * np.sqrt(det)) / out["path_rd"])
    return out


def series(seed, n, fs, jitter):
    random = np.random.default_rng(seed)
    t = (np.arange(n) + jitter * random.uniform(-0.4, 0.4, n)) / fs
    walk = signal.lfilter([1], [1, -0.99], random.normal(0, 0.2, (2, n)))
    return t, walk[0] + 3, 0.6 * walk[1] + 0.3 * walk[0] - 40


def check(palpate, folder):
    cases = [(1, 6000, 100.0, 0, 0, False), (2, 1499, 25.0, 0, 0, False), (3, 997, 50.0, 1, 0, False),
             (4, 300, 8.0, 0, 0, False), (5, 3001, 100.0, 0, 5.0, False), (6, 3000, 100.0, 0, 10.0, True),
             (7, 4567, 211.3, 1, 0, False), (8, 5, 20.0, 0, 0, False), (9, 3, 3.0, 0, 0, False)]
    for seed, n, fs, jitter, cutoff, zero_phase in cases:
        t, x, y = series(seed, n, fs, jitter)
        path = folder / f"{seed}.csv"
        np.savetxt(path, np.c_[t, x, y], delimiter=",", header="t,ml,ap", comments="", fmt="%.17g")
        extra = (["--lowpass", str(cutoff)] if cutoff else []) + (["--zero-phase"] if zero_phase else [])
        run = subprocess.run([palpate, "sway", str(path), "--json", *extra], capture_output=True, text=True, check=True)
        found = json.loads(run.stdout)
        expected = numbers(t, x, y, cutoff, zero_phase)
        if found["resampled"] != bool(jitter) or set(found["descriptors"]) != set(expected):
            yield f"case {seed}: resampled or the names differ"
        for name, value in expected.items():
            limit = SPECTRAL if name.split("_")[0] in ("total", "f50", "f95", "cfreq", "freqd") else EXACT
            got = found["descriptors"].get(name)
            if got is None or abs(got - value) > limit * abs(value):
                yield f"case {seed}: {name} is {got}, NumPy says {value}"

"""One-frame numbers: palpate analyze --raw --frames against NumPy and SciPy."""
import csv
import io
import subprocess

import numpy as np
from scipy import ndimage

COMMAND = "analyze"
THRESHOLD_KPA = 0.67
RELATIVE = 1e-6
BOX = (6, 8)  # rows, columns


def window_of(rows, cols, px, py):
    """Height and width of the peak pressure index' window, in cells."""
    h, w = np.mgrid[1 : rows + 1, 1 : cols + 1]
    area = h * w * px * py
    aspect = np.maximum(h * py, w * px) / np.minimum(h * py, w * px)
    off = np.abs(area - 950.0)

    def first(mask, *keys):
        order = np.lexsort(tuple(np.round(k[mask], 7) for k in reversed(keys)))
        return int(h[mask][order[0]]), int(w[mask][order[0]])

    short = aspect <= 2 + 1e-9
    band = short & (area >= 900 - 1e-6) & (area <= 1000 + 1e-6)
    if band.any():
        return first(band, aspect, off, h)
    if short.any():
        return first(short, off, aspect, area, h)
    return first(np.ones_like(short), off, aspect, area, h)


def box_sums(p, h, w):
    total = np.zeros((p.shape[0] + 1, p.shape[1] + 1))
    total[1:, 1:] = p.cumsum(0).cumsum(1)
    return total[h:, w:] - total[:-h, w:] - total[h:, :-w] + total[:-h, :-w]


def share(load, axis):
    """Of the low half along an axis; an odd middle line counts half."""
    line = load.sum(axis=1 - axis)
    n = len(line)
    weight = np.where(2 * np.arange(n) + 1 < n, 1.0, np.where(2 * np.arange(n) + 1 > n, 0.0, 0.5))
    return (line * weight).sum() / line.sum()


def slopes(p, pitch, axis):
    return np.gradient(p, pitch, axis=axis) if p.shape[axis] > 1 else np.zeros_like(p)


def numbers(p, px, py):
    rows, cols = p.shape
    on = p >= THRESHOLD_KPA
    if not on.any():
        return {}
    a = px * py
    load = np.where(on, p, 0.0)
    y, x = np.mgrid[0:rows, 0:cols]
    peak = np.unravel_index(np.argmax(p), p.shape)
    h, w = window_of(rows, cols, px, py)
    ppi = np.round(box_sums(p, h, w) / (h * w), 10)
    at = np.unravel_index(np.argmax(ppi), ppi.shape)
    left, front = share(load, 1), share(load, 0)
    gradient = np.hypot(slopes(p, px, 1), slopes(p, py, 0))
    box = box_sums(load, min(BOX[0], rows), min(BOX[1], cols))
    return {
        "total_load_n": load.sum() * a * 1e-3,
        "contact_area_cm2": on.sum() * a / 100,
        "mean_pressure_kpa": p[on].mean(),
        "peak_pressure_kpa": p.max(),
        "peak_row": peak[0],
        "peak_col": peak[1],
        "ppi_kpa": ppi.max(),
        "ppi_row": at[0],
        "ppi_col": at[1],
        "ppi_rows": h,
        "ppi_cols": w,
        "cop_x_mm": (load * (x + 0.5)).sum() * px / load.sum(),
        "cop_y_mm": (load * (y + 0.5)).sum() * py / load.sum(),
        "left_share": left,
        "right_share": 1 - left,
        "front_share": front,
        "back_share": 1 - front,
        "symmetry_index_pct": 100 * (1 - 2 * left) / 0.5,
        "cov_pct": 100 * p[on].std() / p[on].mean(),
        "gradient_max_kpa_per_mm": gradient.max() if p.size > 1 else None,
        "gradient_mean_kpa_per_mm": gradient[on].mean() if p.size > 1 else None,
        "dispersion_index_pct": 100 * box.max() / load.sum(),
        "_regions": ndimage.label(on, np.ones((3, 3)))[1],
    }


def maps(rows, cols, rng):
    """Bodies, noise, an empty mat, an even load."""
    y, x = np.mgrid[0:rows, 0:cols]
    for _ in range(4):
        p = rng.uniform(0, 0.6, (rows, cols))
        for _ in range(2):
            cy, cx = rng.uniform(0.2, 0.8, 2) * (rows, cols)
            p += rng.uniform(4, 15) * np.exp(-(((x - cx) / (0.1 * cols + 1)) ** 2 + ((y - cy) / (0.15 * rows + 1)) ** 2))
        yield p
    yield rng.uniform(0, 1.3, (rows, cols))
    yield np.zeros((rows, cols))
    yield np.full((rows, cols), 2.5)
    yield (y + x) % 2 * 4.0
    yield np.where(rng.random((rows, cols)) < 0.1, 1e6, 0.0)


UNIT_IN_KPA = {"kPa": 1.0, "mmHg": 0.133322387415, "N/cm2": 10.0}
SHAPES = ((32, 32, 14.7, 14.7), (64, 27, 25.4, 27.0), (33, 48, 5.0, 8.0), (6, 40, 12.7, 9.3), (1, 1, 10, 10),
          (1, 7, 12.7, 9.3), (9, 1, 25, 3), (2, 2, 40, 40), (17, 31, 3.3, 29.1), (13, 13, 0.5, 0.5))  # fmt: skip


def close(value, wanted):
    return abs(value - wanted) <= RELATIVE * max(abs(wanted), 1e-3)


def compare(row, p, px, py, where):
    wanted = numbers(p, px, py)
    if not wanted:
        if row["total_load_n"] or row["cop_x_mm"]:
            yield f"{where}: an empty mat has numbers: {row}"
        return
    for name, value in wanted.items():
        if name.startswith("_"):
            continue
        if value is None:
            if row.get(name) != "":
                yield f"{where}: {name} is {row.get(name)!r} and should be empty"
        elif row.get(name, "") == "" or not close(float(row[name]), float(value)):
            yield f"{where}: {name} is {row.get(name)!r}, NumPy says {value!r}"


def check(palpate, folder):
    rng = np.random.default_rng(20240101)
    for k, (rows, cols, px, py) in enumerate(SHAPES):
        unit = list(UNIT_IN_KPA)[k % 3]
        frames = [np.float32(np.round(p, 6)) for p in maps(rows, cols, rng)]
        path = folder / f"{rows}x{cols}.csv"
        np.savetxt(path, np.concatenate(frames), fmt="%.9g", delimiter=",")
        command = [palpate, "analyze", str(path), "--rows", str(rows), "--cols", str(cols), "--pitch-mm", f"{px},{py}",
                   "--fps", "10", "--unit", unit, "--raw", "--frames", "-"]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            yield f"{' '.join(command)}: exit {done.returncode}: {done.stderr.strip()}"
            continue
        table = list(csv.DictReader(io.StringIO(done.stdout)))
        if len(table) != len(frames):
            yield f"{rows}x{cols}: {len(table)} rows for {len(frames)} frames"
        for i, (row, p) in enumerate(zip(table, frames)):
            yield from compare(row, np.float32(p * np.float32(UNIT_IN_KPA[unit])).astype(float), px, py, f"{rows}x{cols} frame {i}")

"""Maps of a whole recording: palpate analyze --raw --maps and its JSON against NumPy."""
import json
import subprocess

import numpy as np

COMMAND = "analyze"
RELATIVE = 1e-6


def longest_above(p, limit, fps):
    """Longest unbroken time above the limit, first to last frame of a spell."""
    longest, spell = np.zeros(p.shape[1:]), np.full(p.shape[1:], -1)
    for frame in p:
        spell = np.where(frame > limit, spell + 1, -1)
        longest = np.maximum(longest, np.maximum(spell, 0) / fps)
    return longest


def check(palpate, folder):
    rng = np.random.default_rng(12)
    for frames, rows, cols, fps in ((40, 8, 6, 10.0), (1, 3, 4, 5.0), (25, 1, 9, 3.0)):
        p = np.float32(np.round(rng.gamma(2, 3, (frames, rows, cols)), 5)).astype(float)
        missing = np.zeros(p.shape, bool)
        missing[:, 0, 0] = frames == 40  # one cell is never there, another not always
        missing[::3, rows - 1, 2] = frames == 40
        text = np.where(missing, np.nan, p)
        np.savetxt(folder / "m.csv", text.reshape(-1, cols), fmt="%.9g", delimiter=",")
        run = [palpate, "analyze", folder / "m.csv", "--rows", rows, "--cols", cols, "--pitch-mm", 20, "--fps", fps, "--unit",
               "kPa", "--raw", "--json", folder / "o.json", "--maps", folder / "maps", "--sustained", "4,0.5"]  # fmt: skip
        subprocess.run([str(word) for word in run], check=True, capture_output=True)
        found = json.loads((folder / "o.json").read_text())["over_time"]
        with np.errstate(all="ignore"):
            seen = np.nansum(text, axis=0)
            wanted = {
                "pressure_time_integral": seen / fps if frames > 1 else 0 * seen,
                "maximum_map": np.nanmax(np.where(missing, -1, text), axis=0),
                "mean_map": seen / (~missing).sum(0),
            }
        wanted["maximum_map"][missing.all(0)] = np.nan
        files = {"pressure_time_integral": "pressure_time_integral_kpa_s", "maximum_map": "maximum_map_kpa"}
        wanted["longest_s"] = longest_above(np.where(missing, -1, p), 4, fps)
        for name, value in wanted.items():
            got = np.array(found["sustained"][name] if name == "longest_s" else found[name], float)
            if got.shape != value.shape or not np.allclose(got, value, rtol=RELATIVE, atol=1e-9, equal_nan=True):
                yield f"{rows} x {cols}: {name} in the JSON differs"
            path = folder / "maps" / (files.get(name, {"mean_map": "mean_map_kpa"}.get(name, "sustained_longest_s")) + ".csv")
            csv = np.genfromtxt(path, delimiter=",").reshape(value.shape)
            if not np.allclose(csv, value, rtol=RELATIVE, atol=1e-9, equal_nan=True):
                yield f"{rows} x {cols}: {path.name} differs"
        if found["sustained"]["cells_ever"] != (wanted["longest_s"] >= 0.5 - 1e-9).sum():
            yield f"{rows} x {cols}: cells_ever is {found['sustained']['cells_ever']}"

"""The ten open sway trials (Santos and Duarte 2016) through the command line, against their published area and velocity."""
import csv
import json
import os
import pathlib
import subprocess

COMMAND = "sway"
RELATIVE = 1e-9
HERE = pathlib.Path(__file__).resolve()
FOLDER = pathlib.Path(os.environ.get("PALPATE_SHARED_DATA", HERE.parents[2].parent / "shared" / "data")) / "cop-bds"


def check(palpate, folder):
    if not (FOLDER / "published.csv").exists():
        print(f"check_published_sway: left out, the open sway trials are not here: {FOLDER}")
        return
    worst = 0.0
    for trial, area, velocity, *_ in list(csv.reader((FOLDER / "published.csv").open()))[1:]:
        path = FOLDER / "data" / f"{trial}.txt"
        found = json.loads(subprocess.run([palpate, "sway", path, "--json"], capture_output=True, check=True).stdout)
        n, numbers = found["samples"], found["descriptors"]
        for name, value, wanted in (("area", numbers["area_pe"] / 100, float(area)),
                                    ("velocity", numbers["mvelo_rd"] / 10 * (n - 1) / n, float(velocity))):  # fmt: skip
            worst = max(worst, abs(value / wanted - 1))
            if abs(value / wanted - 1) > RELATIVE:
                yield f"{trial}: {name} is {value}, published {wanted}"
    print(f"check_published_sway: off by {worst:.2g} at most")

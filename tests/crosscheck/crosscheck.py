#!/usr/bin/python3
"""Checks the numbers of the command line against NumPy and SciPy, written from docs/metrics.md alone.

usage: crosscheck.py PALPATE     (exit 0: agree, 1: a number differs, 77: skipped)
Every check_*.py beside this file that has a `check(palpate, folder)` is run; it yields lines of disagreement.
"""
import importlib
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        import numpy  # noqa: F401
        import scipy  # noqa: F401
    except ImportError as missing:
        print(f"skipped: {missing} (install python3-numpy and python3-scipy)")
        return SKIPPED
    palpate = sys.argv[1]
    commands = subprocess.run([palpate, "--help"], capture_output=True, text=True, check=True).stdout
    here = pathlib.Path(__file__).parent
    sys.path.insert(0, str(here))
    ran, wrong = 0, 0
    for path in sorted(here.glob("check_*.py")):
        module = importlib.import_module(path.stem)
        if f"\n  {module.COMMAND} " not in commands:
            print(f"{path.stem}: left out, this build has no command {module.COMMAND}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            complaints = list(module.check(palpate, pathlib.Path(folder)))
        ran += 1
        wrong += len(complaints)
        print(f"{path.stem}: {'agrees' if not complaints else f'{len(complaints)} disagreements'}")
        for line in complaints[:20]:
            print("  " + line)
    if ran == 0:
        print("skipped: this build has none of the commands to check")
        return SKIPPED
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

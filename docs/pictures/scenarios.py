#!/usr/bin/env python3
"""Draws every simulated body: its mean pressure over the first minute, one rectangle a cell.

    docs/pictures/scenarios.py build/bin/palpate > scenarios.svg
    rsvg-convert --zoom 1.25 scenarios.svg --output docs/images/scenarios.png
"""
import base64
import csv
import os
import struct
import subprocess
import sys
import tempfile
import zlib

SEED, SECONDS = 7, 60
# Inferno at every sixteenth, as in the window; the window's ground below.
INFERNO = ["000004", "0b0724", "210c4a", "3d0965", "57106e", "71196e", "8a226a", "a32c61", "bc3754", "d24644",
           "e45a31", "f17020", "f98e09", "fcac11", "f9cb35", "f2ea69", "fcffa4"]
GROUND, TEXT, DIM = "#0e1217", "#eef2f6", "#acb8c5"
SEATS = ["seated-even", "seated-left-lean", "seated-right-lean", "seated-slouch", "seated-forward", "seated-back",
         "seated-crossed-left", "seated-crossed-right", "seated-restless", "arrive-and-leave"]
TABLES = ["supine-even", "supine-right-lumbar-lift", "supine-left-lumbar-lift", "supine-right-low-back-load",
          "supine-left-low-back-load", "prone", "supine-with-hands", "prone-with-hands", "side-left", "side-right"]
# kind: scenarios, cell on the picture, top of the colours in kPa
SEAT, TABLE = (SEATS, (5, 5), 12.0), (TABLES, (5, 6), 5.0)
COLUMN, LEFT, GAP = 196, 24, 40


def color(share):
    x = min(max(share, 0.0), 1.0) * (len(INFERNO) - 1)
    i = min(int(x), len(INFERNO) - 2)
    low, high = (bytes.fromhex(c) for c in INFERNO[i:i + 2])
    return bytes(round(a + (b - a) * (x - i)) for a, b in zip(low, high))


def png(rows):
    """A picture from rows of RGB bytes."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def embedded(cells, size, top):
    """The map as a PNG inside the SVG: what every viewer draws the same."""
    rows = []
    for line in cells:
        rows += [b"".join(color(kpa / top) * size[0] for kpa in line)] * size[1]
    return "data:image/png;base64," + base64.b64encode(png(rows)).decode(), len(rows[0]) // 3, len(rows)


def mean_map(palpate, name):
    with tempfile.TemporaryDirectory() as folder:
        source = f"sim:{name}?seed={SEED}&live=0&rate=10"
        subprocess.run([palpate, "analyze", source, "--seconds", str(SECONDS), "--maps", folder], check=True,
                       stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "mean_map_kpa.csv"), newline="") as file:
            return [[float(kpa) for kpa in row] for row in csv.reader(file)]


def text(x, y, words, fill=TEXT, size=13):
    return f'<text x="{x}" y="{y}" fill="{fill}" font-size="{size}">{words}</text>'


def color_bar(x, y, height, top):
    strip, _, _ = embedded([[top * (1 - i / 255)] for i in range(256)], (1, 1), top)
    out = [text(x, y - 10, "kPa"),
           f'<image href="{strip}" x="{x}" y="{y}" width="16" height="{height}" preserveAspectRatio="none"/>']
    steps = 5 if top == 5 else 4
    for i in range(steps + 1):
        out.append(text(x + 24, y + height * (1 - i / steps) + 4, f"{top * i / steps:g}", DIM, 12))
    return out


def main(palpate):
    out, y = [], 34
    for names, size, top in (SEAT, TABLE):
        first = y
        for start in range(0, len(names), 5):
            for i, name in enumerate(names[start:start + 5]):
                picture, width, height = embedded(mean_map(palpate, name), size, top)
                x = LEFT + i * COLUMN
                out.append(text(x, y, name))
                out.append(f'<image href="{picture}" x="{x}" y="{y + 10}" width="{width}" height="{height}"/>')
            y += height + 10 + GAP
        out += color_bar(LEFT + 5 * COLUMN + 10, first + 10, height, top)
    width, height = LEFT + 5 * COLUMN + 80, y - GAP + 24
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
          f'font-family="Inter, sans-serif">\n<rect width="{width}" height="{height}" fill="{GROUND}"/>')
    print("\n".join(out) + "\n</svg>")


if __name__ == "__main__":
    main(sys.argv[1])

#!/usr/bin/env python3
"""Draws load_above_rest.svg: the force of simulated presses against the load above rest that palpate finds.

    docs/pictures/load_above_rest.py build/bin/palpate > docs/pictures/load_above_rest.svg
"""
import json
import math
import os
import subprocess
import sys
import tempfile

# start s, hold s, ramp s, newtons
PRESSES = [(20, 10, 3, 20), (40, 10, 4, 60), (62, 10, 6, 120)]
FROM_S, TO_S, TOP_N = 15.0, 90.0, 140.0
LEFT, TOP, WIDTH, HEIGHT = 60, 40, 700, 280


def hand(t):
    """As hand_force() of acquisition/press_field.cpp: straight ramps, and a tremor of 2 % while it holds."""
    force = 0.0
    for start, hold, ramp, newtons in PRESSES:
        up, down = (t - start) / ramp, (start + 2 * ramp + hold - t) / ramp
        force += newtons * min(1.0, max(0.0, min(up, down)))
        u = (t - start - ramp) / hold
        if 0.0 < u < 1.0:
            fade = min(1.0, 4 * u, 4 * (1 - u))
            force += 0.02 * fade * newtons * math.sin(2 * math.pi * 0.4 * (t - start) + start)
    return max(0.0, force)


def measured(program):
    presses = "/".join(f"lumbar,left,{n},{s},{h},{r}" for s, h, r, n in PRESSES)
    source = f"sim:supine-even?seed=9540&rate=20&live=0&press={presses}"
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "analysis.json")
        subprocess.run([program, "analyze", source, "--seconds", str(TO_S), "--json", path], check=True,
                       stdout=subprocess.DEVNULL)
        with open(path, encoding="utf-8") as file:
            return json.load(file)["applied_load"]["series"]


def x(t):
    return LEFT + WIDTH * (t - FROM_S) / (TO_S - FROM_S)


def y(n):
    return TOP + HEIGHT * (1 - n / TOP_N)


def points(pairs):
    return " ".join(f"{x(t):.1f},{y(n):.1f}" for t, n in pairs)


def spells(series):
    """The samples of each press: between presses nothing is claimed."""
    spell = []
    for s in series:
        if spell and s["t_s"] - spell[-1]["t_s"] > 1.0:
            yield spell
            spell = []
        spell.append(s)
    yield spell


def main():
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 380" font-family="sans-serif" font-size="14">',
           '<rect width="800" height="380" fill="#ffffff"/>']
    for n in range(0, int(TOP_N) + 1, 20):
        out.append(f'<line x1="{LEFT}" x2="{LEFT + WIDTH}" y1="{y(n):.1f}" y2="{y(n):.1f}" stroke="#e3e6ea"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y(n) + 5:.1f}" text-anchor="end" fill="#444">{n}</text>')
    for t in range(20, int(TO_S) + 1, 10):
        out.append(f'<text x="{x(t):.1f}" y="{TOP + HEIGHT + 20}" text-anchor="middle" fill="#444">{t}</text>')
    for spell in spells(measured(sys.argv[1])):
        upper = [(s["t_s"], s["applied_load_n"] + s["uncertainty_n"]) for s in spell]
        lower = [(s["t_s"], s["applied_load_n"] - s["uncertainty_n"]) for s in reversed(spell)]
        out.append(f'<polygon points="{points(upper + lower)}" fill="#8fbbe8"/>')
        out.append(f'<polyline points="{points((s["t_s"], s["applied_load_n"]) for s in spell)}" fill="none" '
                   'stroke="#0b4f96" stroke-width="1.6"/>')
    truth = [(FROM_S + 0.2 * i, hand(FROM_S + 0.2 * i)) for i in range(int((TO_S - FROM_S) / 0.2) + 1)]
    out.append(f'<polyline points="{points(truth)}" fill="none" stroke="#d1431f" stroke-width="1.6" '
               'stroke-dasharray="6 4"/>')
    out.append('<text x="60" y="24" fill="#444">N</text>')
    out.append(f'<text x="{LEFT + WIDTH}" y="{TOP + HEIGHT + 44}" text-anchor="end" fill="#444">time, s</text>')
    for i, (colour, dash, words) in enumerate([("#d1431f", "6 4", "force of the simulated hand"),
                                               ("#0b4f96", "", "load above rest, found by the mat")]):
        at = TOP + 18 + 24 * i
        out.append(f'<line x1="90" x2="126" y1="{at}" y2="{at}" stroke="{colour}" stroke-width="2.4" '
                   f'stroke-dasharray="{dash}"/><text x="136" y="{at + 5}" fill="#222">{words}</text>')
    out.append(f'<rect x="90" y="{TOP + 58}" width="36" height="14" fill="#8fbbe8"/>'
               f'<text x="136" y="{TOP + 70}" fill="#222">its 95 % uncertainty</text></svg>')
    print("\n".join(out))


main()

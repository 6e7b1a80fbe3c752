"""Readout circuits: palpate crosstalk, forward and inverse, against plain nodal analysis in NumPy."""
import subprocess

import numpy as np

COMMAND = "crosstalk"
R_LOAD, V0, RELATIVE = 1000.0, 5.0, 1e-6


def laplacian(g):
    m, n = g.shape
    k = np.zeros((m + n, m + n))
    k[:m, m:], k[m:, :m] = -g, -g.T
    return k + np.diag(np.r_[g.sum(1), g.sum(0)])


def readings(circuit, g, r_on):
    m, n = g.shape
    if circuit == "zero-potential":
        return V0 * g / (1 + r_on * g.sum(1, keepdims=True))
    k, out = laplacian(g), np.zeros((m, n))
    if circuit == "two-terminal":
        p = np.linalg.pinv(k)
        d = np.diag(p)
        between = d[:m, None] + d[None, m:] - 2 * p[:m, m:]
        return V0 * R_LOAD / (R_LOAD + r_on + between)
    k[np.arange(m, m + n), np.arange(m, m + n)] += 1 / R_LOAD
    driver = 1 / max(r_on, 1e-9)
    for r in range(m):
        rows = range(m) if circuit == "pulldown-grounded" else [r]
        a, b = k.copy(), np.zeros(m + n)
        for i in rows:
            a[i, i] += driver
        b[r] = V0 * driver
        out[r] = np.linalg.solve(a, b)[m:]
    return out


def run(palpate, source, target, circuit, r_on, forward):
    load = [] if circuit == "zero-potential" else ["--r-load", str(R_LOAD)]
    subprocess.run([palpate, "crosstalk", "--circuit", circuit, *load, "--v0", str(V0), "--r-on", str(r_on), str(source),
                    str(target)] + (["--forward"] if forward else []), check=True, capture_output=True)
    return np.loadtxt(target, delimiter=",", ndmin=2)


def check(palpate, folder):
    random = np.random.default_rng(7)
    for circuit in ("pulldown-grounded", "pulldown-floating", "two-terminal", "zero-potential"):
        for (m, n), r_on in (((8, 8), 0.0), ((16, 16), 30.0), ((6, 11), 30.0), ((32, 32), 0.0)):
            g = 10 ** random.uniform(-6, -3, (m, n))
            np.savetxt(folder / "g.csv", g, delimiter=",", fmt="%.17g")
            expected = readings(circuit, g, r_on)
            np.savetxt(folder / "v.csv", expected, delimiter=",", fmt="%.17g")
            for name, target, args in (("forward", expected, ("g.csv", True)), ("inverse", g, ("v.csv", False))):
                found = run(palpate, folder / args[0], folder / "out.csv", circuit, r_on, args[1])
                worst = np.max(np.abs(found / target - 1))
                if worst > RELATIVE:
                    yield f"{circuit} {m} x {n}, r_on {r_on}, {name}: off by {worst:.2g}"

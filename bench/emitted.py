#!/usr/bin/env python3
"""How fast ONNX Runtime runs the files that jquant writes: float, as usual (auto), with coverage full, and files of other tools.

  bench/emitted.py MODELS --work DIR [--data DIR] [--other NAME=DIR ...] [--into docs/performance.md]

MODELS is a folder of float models. DIR/auto and DIR/full get jquant's files where they are not yet there, --data holds a folder of
.npy or .npz samples per model (else made-up data: the kernels do not mind), an --other folder files of the same names.
One process per model; all sides alternate, round by round, each in every place of the order, and a ratio is the median of
the ratios inside the rounds, so that a slow second of the machine hits all. Sessions are made anew several times, since a
file runs up to a third slower in one session than in another. Figures are kept in DIR/emitted.json, so models can be measured in several
goes (--only, --seconds); the table is made of all that is there. With --into, what stands between `<!-- emitted -->`
and `<!-- /emitted -->` in the file is replaced. Needs Python 3.8, numpy and onnxruntime.
"""
import argparse
import json
import math
import os
import subprocess
import sys
import time

import numpy as np
import onnxruntime as ort

import pages

HERE = os.path.dirname(os.path.abspath(__file__))
ROUNDS = 12
GENERATIONS = 4
OPTIONS = {"auto": [], "full": ["--method", "asymmetric-mse", "--coverage", "full"]}
TYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(int32)": np.int32, "tensor(double)": np.float64,
         "tensor(bool)": np.bool_, "tensor(uint8)": np.uint8, "tensor(int8)": np.int8, "tensor(float16)": np.float16}


def make(a, name):
    """Writes jquant's files of a model that are missing."""
    data = os.path.join(a.data, name) if a.data else None
    data = data if data and os.path.isdir(data) else None
    for side, options in OPTIONS.items():
        out = os.path.join(a.work, side, name + ".onnx")
        if os.path.exists(out):
            continue
        os.makedirs(os.path.dirname(out), exist_ok=True)
        command = [a.jquant, "quantize", os.path.join(a.models, name + ".onnx"), "--calib", data or "random", "--samples", "8",
                   *options, "--no-progress", "-q", "-o", out]
        r = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if r.returncode:
            print(f"{name} {side}: {r.stderr.strip().splitlines()[-1:]}", file=sys.stderr)


def session(path, threads):
    so = ort.SessionOptions()
    so.intra_op_num_threads = threads
    so.inter_op_num_threads = 1
    so.log_severity_level = 3
    return ort.InferenceSession(path, so, providers=["CPUExecutionProvider"])


def feed(s, folder):
    """The first sample of the folder, or noise; sizes that are not known are 1."""
    files = sorted(os.listdir(folder)) if folder and os.path.isdir(folder) else []
    files = [f for f in files if f.endswith((".npy", ".npz"))]
    inputs = s.get_inputs()
    if files:
        x = np.load(os.path.join(folder, files[0]))
        return {inputs[0].name: x} if files[0].endswith(".npy") else {i.name: x[i.name] for i in inputs}
    rng = np.random.default_rng(0)
    return {i.name: rng.random([d if isinstance(d, int) and d > 0 else 1 for d in i.shape]).astype(TYPES[i.type]) for i in inputs}


def once(s, x):
    t = time.perf_counter()
    s.run(None, x)
    return time.perf_counter() - t


def measure(a, name):
    """{side: {"ms", "ratio"}}: ratio = time of the float model / time of this side."""
    paths = {"float": os.path.join(a.models, name + ".onnx")}
    folders = {c: os.path.join(a.work, c) for c in OPTIONS}
    folders.update(o.split("=", 1) for o in a.other)
    paths.update((side, os.path.join(d, name + ".onnx")) for side, d in folders.items())
    row, times = {}, {side: [] for side in paths}
    for generation in range(GENERATIONS):
        sides = {}
        for side in rotated(paths, generation):
            if side in row or not os.path.exists(paths[side]):
                continue
            try:
                s = session(paths[side], a.threads)
                x = feed(s, os.path.join(a.data, name) if a.data else None)
                once(s, x)
                sides[side] = (s, x, once(s, x))
            except Exception as e:  # files of other tools do not always load; the reason goes into the figures
                row[side] = {"error": str(e).splitlines()[0][:120]}
        if "float" not in sides:
            return row
        share = a.seconds / len(sides) / ROUNDS / GENERATIONS
        runs = {k: int(np.clip(share / max(t, 1e-6), 1, 400)) for k, (_, _, t) in sides.items()}
        for r in range(ROUNDS):
            for k in rotated(sides, r):
                s, x, _ = sides[k]
                once(s, x)                      # the caches hold the model before
                times[k].append(float(np.median([once(s, x) for _ in range(runs[k])])))
    for k, ts in times.items():
        if ts and k not in row:
            row[k] = {"ms": 1e3 * float(np.median(ts)), "ratio": float(np.median([f / t for f, t in zip(times["float"], ts)]))}
    return row


def rotated(keys, by):
    keys = list(keys)
    by %= max(1, len(keys))
    return keys[by:] + keys[:by]


def geomean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def ratio(row, side):
    return row.get(side, {}).get("ratio")


def table(rows, others):
    """Speed of each side as a multiple of the float model's, the best other tool, and auto and full against that."""
    lines = ["| model | float, ms | auto | full |" + (" best other | auto / other | full / other |" if others else ""),
             "|---|---:|---:|---:|" + ("---|---:|---:|" if others else "")]
    against = {side: [] for side in OPTIONS}

    def cell(v):
        return "–" if v is None else f"{v:.2f}"

    def mean(values):
        return f"**{geomean(values):.2f}**" if values else "–"

    for name, row in sorted(rows.items()):
        line = f"| {name} | {row['float']['ms']:.2f} | " + " | ".join(cell(ratio(row, c)) for c in OPTIONS) + " |"
        best = max((o for o in others if ratio(row, o)), key=lambda o: ratio(row, o), default=None)
        if others:
            line += f" {best} {cell(ratio(row, best))} |" if best else " – |"
        for side, values in against.items() if others else ():
            quotient = ratio(row, side) / ratio(row, best) if best and ratio(row, side) else None
            values += [quotient] if quotient else []
            line += f" {cell(quotient)} |"
        lines.append(line)
    means = " | ".join(mean([ratio(r, c) for r in rows.values() if ratio(r, c)]) for c in OPTIONS)
    lines.append(f"| geometric mean | | {means} |" + (f" | {mean(against['auto'])} | {mean(against['full'])} |" if others else ""))
    return "\n".join(lines) + "\n"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("models", help="folder of float models")
    ap.add_argument("--work", required=True, help="folder for jquant's files and the figures")
    ap.add_argument("--data", help="folder with a folder of samples per model")
    ap.add_argument("--other", action="append", default=[], metavar="NAME=DIR", help="files of another tool")
    ap.add_argument("--only", help="names of models, separated by commas")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--seconds", type=float, default=6, help="how long a model is measured")
    ap.add_argument("--make-only", action="store_true", help="write the files, measure nothing")
    ap.add_argument("--table-only", action="store_true", help="measure nothing")
    ap.add_argument("--into", metavar="FILE")
    ap.add_argument("--jquant", default=os.path.join(HERE, "..", "bin", "jquant"))
    a = ap.parse_args()
    names = a.only.split(",") if a.only else sorted(f[:-5] for f in os.listdir(a.models) if f.endswith(".onnx"))
    os.makedirs(a.work, exist_ok=True)
    book = os.path.join(a.work, "emitted.json")
    rows = {}
    if os.path.exists(book):
        with open(book, encoding="utf-8") as f:
            rows = json.load(f)
    for name in [] if a.table_only else names:
        make(a, name)
        if a.make_only:
            continue
        rows[name] = measure(a, name)
        with open(book, "w", encoding="utf-8") as f:
            json.dump(rows, f, indent=1, sort_keys=True)
        print(name, {k: round(v["ratio"], 2) if "ratio" in v else v["error"] for k, v in rows[name].items()}, file=sys.stderr, flush=True)
    if a.make_only:
        return
    chosen = {n: r for n, r in rows.items() if "float" in r and "ms" in r["float"]}
    pages.put(a.into, "emitted", table(chosen, sorted(o.split("=", 1)[0] for o in a.other)))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""What `auto` and the refinement bring on samples that they have not seen: files of each method, run by ONNX Runtime.

  bench/choice.py models.json --work DIR [--only NAME...] [--into docs/methods.md] [-- options of jquant batch]

models.json is a list as `jquant batch` takes it, written as JSON: {"models": [{"model": FILE, "calib": PATH,
"preprocess": FILE or preset, "others": FOLDER}]}, paths relative to it. `others` holds .npy or .npz samples, prepared
as the model wants them, that are not among those of `calib`.

Each model is quantized by the ten methods, by auto, and by asymmetric-mse with `--refine mle`, and each file runs on
the others beside the float model. A figure is the mean over the samples of the signal-to-quantization-noise ratio of
the worst output, in dB; an output of pieces (boxes beside scores) counts as a whole here. Figures are kept in
DIR/choice.json, so models can be measured in several goes. With --into, what stands between `<!-- choice -->` and
`<!-- /choice -->` in the file is replaced. Needs Python 3.8, numpy and onnxruntime.
"""
import json
import math
import os
import subprocess
import sys

import numpy as np
import onnxruntime as ort

import listed
import pages

SINGLE = listed.METHODS
USUAL = "asymmetric-mse"
REFINED = USUAL + "+mle"
CAP = 100.0          # dB: what equal outputs count as
TYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(int32)": np.int32, "tensor(double)": np.float64,
         "tensor(bool)": np.bool_, "tensor(uint8)": np.uint8, "tensor(int8)": np.int8, "tensor(float16)": np.float16}


def write(a, name, entry, methods, refine):
    """One process for all methods of a model: the file of METHOD is DIR/NAME/METHOD.int8.onnx."""
    folder = os.path.join(os.path.abspath(a.work), name)
    links = os.path.join(folder, "refined" if refine else "plain")
    os.makedirs(links, exist_ok=True)
    entries = []
    for method in methods:
        link = os.path.join(links, method + (("+" + refine) if refine else "") + ".onnx")
        if not os.path.lexists(link):
            os.symlink(listed.located(entry, "model"), link)
        entries.append({"model": link, "calib": listed.located(entry, "calib"), "method": method})
        if entry.get("preprocess"):
            entries[-1]["preprocess"] = listed.located(entry, "preprocess")
    listing = os.path.join(links, "models.json")
    with open(listing, "w", encoding="utf-8") as f:
        json.dump({"models": entries}, f)
    command = [a.jquant, "batch", listing, "-o", folder, "--no-progress"] + a.options
    r = subprocess.run(command + (["--refine", refine] if refine else []), stdout=subprocess.DEVNULL,
                       stderr=subprocess.PIPE, text=True)
    if r.returncode:
        print(f"{name}: {r.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
    return folder


def session(path):
    so = ort.SessionOptions()
    so.intra_op_num_threads = so.inter_op_num_threads = 1
    so.log_severity_level = 3
    return ort.InferenceSession(path, so, providers=["CPUExecutionProvider"])


def feeds(s, folder):
    """The samples of a folder, one at a time."""
    kinds = {i.name: TYPES[i.type] for i in s.get_inputs()}
    for f in sorted(os.listdir(folder)):
        path = os.path.join(folder, f)
        if f.endswith(".npy"):
            yield {n: np.load(path).astype(t, copy=False) for n, t in kinds.items()}
        elif f.endswith(".npz"):
            with np.load(path) as z:
                yield {n: z[n].astype(t, copy=False) for n, t in kinds.items()}


def decibels(want, have):
    want, have = want.astype(np.float64), have.astype(np.float64)
    signal, noise = float((want ** 2).sum()), float(((want - have) ** 2).sum())
    if noise == 0:
        return CAP
    return -20.0 if signal == 0 else float(np.clip(10 * math.log10(signal / noise), -20, CAP))


def worst(wanted, path, folder):
    """The worst output's mean in dB; None where no sample can be compared."""
    s = session(path)
    sums = {}
    for want, feed in zip(wanted, feeds(s, folder)):
        for i, (w, h) in enumerate(zip(want, s.run(None, feed))):
            if isinstance(w, np.ndarray) and w.dtype == np.float32 and w.size and w.shape == h.shape:
                sums.setdefault(i, []).append(decibels(w, h))
    means = [sum(v) / len(v) for v in sums.values()]
    chosen = s.get_modelmeta().custom_metadata_map.get("jquant.method", "")
    return (min(means) if means else None), chosen


def figures(a, name, entry):
    """What each method's file brings on the others, and what auto chose."""
    found = {}
    others = listed.located(entry, "others")
    folder = write(a, name, entry, SINGLE + ["auto"], None)
    write(a, name, entry, [USUAL], "mle")
    f = session(listed.located(entry, "model"))
    wanted = [f.run(None, feed) for feed in feeds(f, others)]
    for method in SINGLE + ["auto", REFINED]:
        path = os.path.join(folder, method + ".int8.onnx")
        if os.path.exists(path):
            found[method], chosen = worst(wanted, path, others)
            if method == "auto":
                found["chosen"] = chosen.split(":")[-1]
    found["others"] = len(wanted)
    return found


def text(v):
    return "–" if v is None else f"{v:.1f}"


def table(found):
    lines = ["| model | others | min-max | mse | best of the ten | auto | auto chose | mse, refined |", "|---" * 8 + "|"]
    whole = []
    for name, f in sorted(found.items()):
        single = {m: f[m] for m in SINGLE if f.get(m) is not None}
        if not single or f.get("auto") is None:
            continue
        best = max(single, key=single.get)
        row = [f.get("asymmetric-min-max"), f.get(USUAL), single[best], f["auto"], f.get(REFINED)]
        whole += [row] if all(v is not None for v in row) else []
        lines.append(f"| {name} | {f['others']} | {text(row[0])} | {text(row[1])} | {text(row[2])} ({best}) | {text(row[3])} "
                     f"| {f['chosen']} | {text(row[4])} |")
    if whole:
        means = [sum(column) / len(whole) for column in zip(*whole)]
        lines.append(f"| mean of {len(whole)} | | {text(means[0])} | {text(means[1])} | {text(means[2])} | {text(means[3])} | "
                     f"| {text(means[4])} |")
    return "\n".join(lines) + "\n"


def main():
    ap = listed.parser(__doc__)
    ap.add_argument("--work", required=True, metavar="DIR", help="folder for the files and the figures")
    ap.add_argument("--only", nargs="*", help="names of models")
    a = listed.arguments(ap)
    os.makedirs(a.work, exist_ok=True)
    pages.put(a.into, "choice", table(listed.measured(a, os.path.join(a.work, "choice.json"), figures, a.only)))


if __name__ == "__main__":
    main()

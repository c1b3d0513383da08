#!/usr/bin/env python3
"""Compares the range methods on a list of models and prints a Markdown table, in dB.

  bench/methods.py models.json [--results figures.json] [--into docs/calibration.md] [-- options of jquant quantize]

models.json is a list as `jquant batch` takes it, written as JSON: {"models": [{"model": FILE, "calib": PATH,
"preprocess": FILE or preset, "options": [further options of quantize for this model]}]}, paths relative to it.

Each model is calibrated once: `jquant quantize --method auto` runs the samples, makes the ranges of every method from
what was kept of them, and judges each by the simulated quantized model on samples held out of the calibration. Its
JSON output tells all these figures, which are what stands here. With --results figures are kept in a file as they
come, and models that stand there already are not run again. With --into, what stands between the lines
`<!-- methods -->` and `<!-- /methods -->` of a page is replaced. Needs Python 3.8 and nothing else.
"""
import json
import os
import subprocess
import tempfile

import listed
import pages

METHODS = listed.METHODS + ["auto"]
EXACT = 100          # dB: what quantize says of outputs that do not differ


def figures(a, name, entry):
    """{method: SQNR in dB or None, "judges": number of samples}, or {"error": why}."""
    with tempfile.TemporaryDirectory() as tmp:
        out = os.path.join(tmp, "result.json")
        command = [a.jquant, "quantize", listed.located(entry, "model"), "--calib", listed.located(entry, "calib"),
                   "--method", "auto", "--dry-run", "--no-progress", "--json", out]
        if entry.get("preprocess"):
            command += ["--preprocess", listed.located(entry, "preprocess")]
        command += entry.get("options", []) + a.options
        try:
            r = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=a.timeout)
        except subprocess.TimeoutExpired:
            return {"error": f"not done in {a.timeout:.0f} s"}
        if r.returncode or not os.path.exists(out):
            return {"error": (r.stderr.strip().splitlines() or ["no result"])[-1]}
        with open(out, encoding="utf-8") as f:
            choice = json.load(f).get("auto")
    if not choice or not choice.get("tried"):
        return {"error": "nothing to quantize, or no output to judge by"}
    if all(v is not None and v >= EXACT for v in choice["tried"].values()):
        return {"error": "hardly anything is quantized: its outputs stay exact by every method"}
    return {**choice["tried"], "auto": choice["decibels"], "judges": choice["judges"]}


def table(found):
    lines = ["| model | " + " | ".join(METHODS) + " |", "|---" * (len(METHODS) + 1) + "|"]

    def cells(values):
        known = [v for v in values if v is not None]
        best = max(known) if known else None
        return " | ".join("–" if v is None else f"**{v:.1f}**" if best - v < 0.05 else f"{v:.1f}" for v in values)

    good = {m: f for m, f in sorted(found.items()) if "error" not in f}
    for m, f in good.items():
        lines.append(f"| {m} | {cells([f.get(k) for k in METHODS])} |")
    whole = [f for f in good.values() if all(f.get(k) is not None for k in METHODS)]
    if whole:
        means = [sum(f[k] for f in whole) / len(whole) for k in METHODS]
        lines.append(f"| mean of {len(whole)} | {cells(means)} |")
    for m, f in sorted(found.items()):
        if "error" in f:
            lines.append(f"\nNot in the table: {m}: {f['error']}")
    return "\n".join(lines) + "\n"


def main():
    ap = listed.parser(__doc__)
    ap.add_argument("--results", metavar="FILE", help="keep the figures here, and go on from them")
    ap.add_argument("--timeout", type=float, default=3600, help="seconds for one model (3600)")
    a = listed.arguments(ap)
    pages.put(a.into, "methods", table(listed.measured(a, a.results, figures)))


if __name__ == "__main__":
    main()

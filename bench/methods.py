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
import argparse
import json
import os
import subprocess
import sys
import tempfile

import pages

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = ["min-max", "percentile", "mse", "sqnr", "entropy"]
METHODS = [f"{side}-{kind}" for side in ("symmetric", "asymmetric") for kind in KINDS] + ["auto"]
EXACT = 100          # dB: what quantize says of outputs that do not differ


def located(base, path):
    """A path of the list; a preset, `random` and @list stay as they are."""
    whole = os.path.join(base, path)
    return whole if os.path.exists(whole) else path


def figures(jquant, entry, base, options, timeout):
    """{method: SQNR in dB or None, "judges": number of samples}, or {"error": why}."""
    with tempfile.TemporaryDirectory() as tmp:
        out = os.path.join(tmp, "result.json")
        command = [jquant, "quantize", located(base, entry["model"]), "--calib", located(base, entry["calib"]),
                   "--method", "auto", "--dry-run", "--no-progress", "--json", out]
        if entry.get("preprocess"):
            command += ["--preprocess", located(base, entry["preprocess"])]
        command += entry.get("options", []) + options
        try:
            r = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=timeout)
        except subprocess.TimeoutExpired:
            return {"error": f"not done in {timeout:.0f} s"}
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
    own, options = sys.argv[1:], []
    if "--" in own:
        options = own[own.index("--") + 1:]
        own = own[:own.index("--")]
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("models", help="JSON list of models")
    ap.add_argument("--results", metavar="FILE", help="keep the figures here, and go on from them")
    ap.add_argument("--into", metavar="FILE", help="put the table into this page")
    ap.add_argument("--timeout", type=float, default=3600, help="seconds for one model (3600)")
    ap.add_argument("--jquant", default=os.path.join(HERE, "..", "bin", "jquant"))
    a = ap.parse_args(own)
    with open(a.models, encoding="utf-8") as f:
        models = json.load(f)["models"]
    base = os.path.dirname(os.path.abspath(a.models))
    found = {}
    if a.results and os.path.exists(a.results):
        with open(a.results, encoding="utf-8") as f:
            found = json.load(f)
    for i, entry in enumerate(models):
        name = os.path.splitext(os.path.basename(entry["model"]))[0]
        if name in found:
            continue
        found[name] = figures(a.jquant, entry, base, options, a.timeout)
        print(f"[{i + 1}/{len(models)}] {name}: {found[name].get('error', 'ok')}", file=sys.stderr)
        if a.results:
            with open(a.results, "w", encoding="utf-8") as f:
                json.dump(found, f, indent=1)
    if a.into:
        pages.put(a.into, "methods", table(found))
    else:
        print(table(found), end="")


if __name__ == "__main__":
    main()

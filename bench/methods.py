#!/usr/bin/env python3
"""Quantizes a list of models by every range method and prints a Markdown table of the worst output's SQNR in dB.

  bench/methods.py zoo.yaml [--methods asymmetric-mse,auto] [--into docs/calibration.md] [-- options of jquant batch]

zoo.yaml is a list as `jquant batch` takes it. With --into, what stands between the lines `<!-- methods -->` and
`<!-- /methods -->` of the file is replaced. The figures are those of the summary of `quantize`: samples that were not
calibrated on, where there are any. Needs Python 3.8 and nothing else.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = ["min-max", "percentile", "mse", "sqnr", "entropy"]
METHODS = [f"{side}-{kind}" for side in ("symmetric", "asymmetric") for kind in KINDS] + ["auto"]
BEGIN, END = "<!-- methods -->", "<!-- /methods -->"


def figures(jquant, zoo, method, options):
    """{model: SQNR in dB, or None where it failed}"""
    with tempfile.TemporaryDirectory() as tmp:
        out = os.path.join(tmp, "results.json")
        command = [jquant, "batch", zoo, "-o", os.path.join(tmp, "int8"), "--method", method, "--json", out, "--no-progress", *options]
        r = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if not os.path.exists(out):
            sys.exit(f"{' '.join(command)}\n{r.stderr}")
        with open(out, encoding="utf-8") as f:
            rows = json.load(f)
    found = {}
    for row in rows:
        result = row.get("result")
        worst = list(result["sqnr"].values()) if result else []
        found[os.path.basename(row["name"])] = min(worst) if worst else None
    return found


def table(methods, by_method):
    models = sorted({m for f in by_method.values() for m in f})
    lines = ["| model | " + " | ".join(methods) + " |", "|---" * (len(methods) + 1) + "|"]

    def cells(values):
        known = [v for v in values if v is not None]
        best = max(known) if known else None
        return " | ".join("–" if v is None else f"**{v:.1f}**" if best - v < 0.05 else f"{v:.1f}" for v in values)

    for m in models:
        lines.append(f"| {m} | {cells([by_method[k].get(m) for k in methods])} |")
    whole = [m for m in models if all(by_method[k].get(m) is not None for k in methods)]
    if whole:
        means = [sum(by_method[k][m] for m in whole) / len(whole) for k in methods]
        lines.append(f"| mean of {len(whole)} | {cells(means)} |")
    return "\n".join(lines) + "\n"


def main():
    own, options = sys.argv[1:], []
    if "--" in own:
        options = own[own.index("--") + 1:]
        own = own[:own.index("--")]
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("zoo", help="YAML list of models, or a folder of them together with -- --calib PATH")
    ap.add_argument("--methods", default=",".join(METHODS))
    ap.add_argument("--into", metavar="FILE")
    ap.add_argument("--jquant", default=os.path.join(HERE, "..", "bin", "jquant"))
    a = ap.parse_args(own)
    methods = a.methods.split(",")
    by_method = {}
    for m in methods:
        by_method[m] = figures(a.jquant, a.zoo, m, options)
        print(f"{m}: {len(by_method[m])} models", file=sys.stderr)
    text = table(methods, by_method)
    if not a.into:
        print(text, end="")
        return
    with open(a.into, encoding="utf-8") as f:
        page = f.read()
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    with open(a.into, "w", encoding="utf-8") as f:
        f.write(f"{before}{BEGIN}\n{text}{END}{after}")


if __name__ == "__main__":
    main()

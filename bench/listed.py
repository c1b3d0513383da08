"""Measures models of a list, one after another, and keeps the figures of those that are done.

A list is as `jquant batch` takes it, written as JSON: {"models": [{"model": FILE, "calib": PATH, "preprocess": FILE or
preset, …}]}, paths relative to it.
"""
import argparse
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = ["min-max", "percentile", "mse", "sqnr", "entropy"]
METHODS = [f"{side}-{kind}" for side in ("symmetric", "asymmetric") for kind in KINDS]


def parser(about):
    """What the scripts' command lines have in common."""
    ap = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("models", help="JSON list of models")
    ap.add_argument("--into", metavar="FILE", help="put the table into this page")
    ap.add_argument("--jquant", default=os.path.join(HERE, "..", "bin", "jquant"))
    return ap


def arguments(ap):
    """The parsed command line; `options` is what stands behind `--`, for jquant."""
    own = sys.argv[1:]
    end = own.index("--") if "--" in own else len(own)
    a = ap.parse_args(own[:end])
    a.options = own[end + 1:]
    return a


def located(entry, key):
    """A path of a model; a preset, `random` and @list stay as they are."""
    whole = os.path.join(entry["base"], entry[key])
    return os.path.abspath(whole) if os.path.exists(whole) else entry[key]


def measured(a, kept, figures, only=None):
    """{name: figures(a, name, entry)} of the models; those in the file `kept`, if any, are not measured again."""
    with open(a.models, encoding="utf-8") as f:
        entries = json.load(f)["models"]
    found = {}
    if kept and os.path.exists(kept):
        with open(kept, encoding="utf-8") as f:
            found = json.load(f)
    for i, entry in enumerate(entries):
        name = os.path.splitext(os.path.basename(entry["model"]))[0]
        if name in found or (only and name not in only):
            continue
        entry["base"] = os.path.dirname(os.path.abspath(a.models))
        found[name] = figures(a, name, entry)
        print(f"[{i + 1}/{len(entries)}] {name}: {found[name].get('error', 'ok')}", file=sys.stderr, flush=True)
        if kept:
            with open(kept, "w", encoding="utf-8") as f:
                json.dump(found, f, indent=1)
    return found

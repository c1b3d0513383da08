#!/usr/bin/env bash
# Quantizes all models of a folder; one that fails does not stop the others.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$(mktemp -d)}
mkdir -p "$out"

"$root/bin/jquant" batch "$root/models" --calib "$root/examples/calib" -o "$out/int8" --json "$out/results.json"

#!/usr/bin/env bash
# Calibrates once and makes files for two runtimes of the same ranges, without looking at the data again.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$(mktemp -d)}
mkdir -p "$out"

"$root/bin/jquant" calibrate "$root/models/glyphs.onnx" --calib "$root/examples/calib" --method asymmetric-mse -o "$out/ranges.json"
for target in onnxruntime tflite; do
  "$root/bin/jquant" quantize "$root/models/glyphs.onnx" --ranges "$out/ranges.json" --target "$target" -o "$out/glyphs.$target.onnx"
done

#!/usr/bin/env bash
# Quantizes the example model, and shows float and INT8 outputs of some pictures beside each other.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$(mktemp -d)}
mkdir -p "$out"

"$root/bin/jquant" quantize "$root/models/glyphs.onnx" --calib "$root/examples/calib" --method asymmetric-mse \
  -o "$out/glyphs.int8.onnx"
"$root/bin/jquant" inspect "$out/glyphs.int8.onnx"

pictures=("$root"/examples/test/*.png)
picture=${pictures[0]}
for model in "$root/models/glyphs.onnx" "$out/glyphs.int8.onnx"; do
  echo "$(basename "$model"), the three highest scores of $(basename "$picture"):"
  "$root/bin/jquant" run "$model" --data "$picture" --preprocess "$root/models/glyphs.preprocess.yaml" --top 3
done

# SPDX-License-Identifier: Apache-2.0
"""Checks the model on the example pictures, as float and quantized to 8 bits.

    python check.py [--heldout 4800]

With --heldout it renders that many more pictures, of the split that training
only looked at to print its progress. Needs onnxruntime besides the packages that make the model. The 8-bit model is
made by onnxruntime's own quantizer with plain settings: its accuracy says what
to expect of any sound quantizer, it is not a result of this project.
"""

import argparse
import csv
import os
import tempfile

import numpy as np
import onnx
import onnxruntime as ort
from onnxruntime.quantization import (CalibrationDataReader, CalibrationMethod, QuantFormat,
                                      QuantType, quantize_static)
from onnxruntime.quantization.shape_inference import quant_pre_process
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = os.path.join(HERE, "..", "glyphs.onnx")
EXAMPLES = os.path.join(HERE, "..", "..", "examples")


def read(path):
    picture = Image.open(path).convert("RGB").resize((48, 48), Image.Resampling.BILINEAR)
    return prepare(np.asarray(picture))


def prepare(picture):
    x = (picture.astype(np.float32) * 0.00392156862745098 - 0.5) / 0.5
    return x.transpose(2, 0, 1)[None].astype(np.float32)


def logits(model, images):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return np.concatenate([session.run(["logits"], {"image": x})[0] for x in images])


class Reader(CalibrationDataReader):
    def __init__(self, images):
        self.images = iter(images)

    def get_next(self):
        x = next(self.images, None)
        return None if x is None else {"image": x}


def heldout(count):
    """Pictures of the held-out split, ready for the network, and their classes."""
    from glyphs import SEED, check_fonts, render
    check_fonts()
    done = [render(SEED, "heldout", i) for i in range(count)]
    return [prepare(picture) for picture, _ in done], np.array([label for _, label in done])


def report(name, got, labels):
    right = int((got.argmax(1) == labels).sum())
    print("%s: %d of %d right, %.2f %%" % (name, right, len(labels), 100.0 * right / len(labels)))


def compare(wanted, got):
    same = 100 * (got.argmax(1) == wanted.argmax(1)).mean()
    ratio = 10 * np.log10((wanted ** 2).sum() / ((wanted - got) ** 2).sum())
    print("  same class as float on %.2f %%; SQNR of the logits %.1f dB" % (same, ratio))


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("--heldout", type=int, default=0)
    a = arg.parse_args()
    onnx.checker.check_model(MODEL, full_check=True)
    with open(os.path.join(EXAMPLES, "classes.txt")) as f:
        classes = f.read().split()
    with open(os.path.join(EXAMPLES, "test", "labels.csv")) as f:
        rows = list(csv.DictReader(f))
    images = [read(os.path.join(EXAMPLES, "test", r["file"])) for r in rows]
    labels = np.array([int(r["label"]) for r in rows])
    calib = [read(os.path.join(EXAMPLES, "calib", n))
             for n in sorted(os.listdir(os.path.join(EXAMPLES, "calib"))) if n.endswith(".png")]

    wanted = logits(MODEL, images)
    report("test, float", wanted, labels)
    for row, got, label in zip(rows, wanted.argmax(1), labels):
        if got != label:
            print("  %s is %s, taken for %s" % (row["file"], classes[label], classes[got]))

    with tempfile.TemporaryDirectory() as folder:
        folded, small = os.path.join(folder, "folded.onnx"), os.path.join(folder, "int8.onnx")
        quant_pre_process(MODEL, folded, skip_symbolic_shape=True)
        quantize_static(folded, small, Reader(calib), quant_format=QuantFormat.QDQ,
                        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
                        per_channel=True, calibrate_method=CalibrationMethod.MinMax)
        got = logits(small, images)
        report("test, 8-bit", got, labels)
        compare(wanted, got)
        if a.heldout:
            images, labels = heldout(a.heldout)
            wanted, got = logits(MODEL, images), logits(small, images)
            report("held out, float", wanted, labels)
            report("held out, 8-bit", got, labels)
            compare(wanted, got)


if __name__ == "__main__":
    main()

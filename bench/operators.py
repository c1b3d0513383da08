#!/usr/bin/env python3
"""What operators cost ONNX Runtime between two integer convolutions, on codes and in float: a Markdown table.

  bench/operators.py [--channels 64] [--size 56] [--into docs/performance.md]

`codes` is the time that the operator adds to the two convolutions when it runs on codes, `float` when it stands between a
DequantizeLinear and a QuantizeLinear, both included; nanoseconds per element in front of the operator, one thread, the least of
five rounds in which all sides alternate. With --into, what stands between `<!-- operators -->` and `<!-- /operators -->` is replaced. Needs
numpy, onnx and onnxruntime.
"""
import argparse
import time

import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

import pages

DOUBLE = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}


class Net:
    """x → Conv → … → Conv → y on codes; `at` is the name of the float tensor that was written last."""

    def __init__(self, channels, size):
        rng = np.random.default_rng(0)
        self.nodes, self.shape, self.count = [], (1, channels, size, size), 0
        self.constants = {
            "s": np.float32(1 / 40), "z": np.uint8(120), "ws": np.full(channels, 1 / 2000, np.float32),
            "wz": np.zeros(channels, np.int8), "w": rng.integers(-60, 60, (channels, channels, 1, 1), dtype=np.int8),
            "slope": rng.random((channels, 1, 1)).astype(np.float32), "twice": np.array([1, 1, 2, 2], np.float32)}
        self.at = "x"

    def node(self, op, inputs, **attributes):
        self.count += 1
        out = f"t{self.count}"
        self.nodes.append(helper.make_node(op, inputs, [out], **attributes))
        return out

    def pair(self):
        """QuantizeLinear and DequantizeLinear behind what was written last."""
        self.at = self.node("DequantizeLinear", [self.node("QuantizeLinear", [self.at, "s", "z"]), "s", "z"])

    def conv(self):
        self.at = self.node("Conv", [self.at, self.node("DequantizeLinear", ["w", "ws", "wz"], axis=0)])
        self.pair()

    def apart(self):
        """A Sum of one operand, across which the runtime moves no pair."""
        self.at = self.node("Sum", [self.at])

    def session(self):
        tensor = helper.make_tensor_value_info
        self.nodes[-1].output[0] = "y"
        graph = helper.make_graph(self.nodes, "net", [tensor("x", TensorProto.FLOAT, self.shape)], [tensor("y", TensorProto.FLOAT, None)],
                                  [numpy_helper.from_array(np.asarray(v), k) for k, v in self.constants.items()])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        so = ort.SessionOptions()
        so.intra_op_num_threads = 1
        so.log_severity_level = 3
        return ort.InferenceSession(model.SerializeToString(), so, providers=["CPUExecutionProvider"])


def swish(net, codes):
    x = net.at
    net.at = net.node("Sigmoid", [x])
    if codes:
        net.pair()
    net.at = net.node("Mul", [x, net.at])


def gate(net, codes):
    x = net.at
    net.at = net.node("GlobalAveragePool", [x])
    if codes:
        net.pair()
    net.at = net.node("Sigmoid", [net.at])
    if codes:
        net.pair()
    net.at = net.node("Mul", [x, net.at])


def one(op, *more, **attributes):
    def write(net, codes):
        net.at = net.node(op, [net.at, *more], **attributes)
    return write


def both(op, **attributes):
    """An operator of the two convolutions' common input and the first one's output."""
    def write(net, codes):
        net.at = net.node(op, [net.at, net.first], **attributes)
    return write


# name, what is written, has it a form on codes?, does a pair cross it?
CASES = [("Add", both("Add"), True, False), ("Mul", both("Mul"), True, False), ("Sigmoid", one("Sigmoid"), True, False),
         ("LeakyRelu", one("LeakyRelu"), True, False), ("x · sigmoid(x)", swish, True, False),
         ("gate of a squeeze-excitation block", gate, True, False),
         ("MaxPool 3 × 3", one("MaxPool", kernel_shape=[3, 3], pads=[1] * 4), True, True),
         ("HardSwish", one("HardSwish"), False, False), ("Tanh", one("Tanh"), False, False), ("PRelu", one("PRelu", "slope"), False, False)]


def build(a, case=None, codes=True):
    net = Net(a.channels, a.size)
    net.pair()
    net.conv()
    net.first = net.at                              # read by both convolutions
    net.conv()
    if case:
        name, write, _, crosses = case
        apart = not codes and (crosses or name not in ("HardSwish", "Tanh", "PRelu"))
        if apart:
            net.apart()
        write(net, codes)
        if apart:
            net.apart()
        net.pair()
    net.conv()
    return net.session()


def measure(sides, feed, rounds=5, seconds=0.1):
    best = dict.fromkeys(sides, float("inf"))
    for _ in range(rounds):
        for k, s in sides.items():
            s.run(None, feed)
            times, end = [], time.perf_counter() + seconds
            while time.perf_counter() < end or len(times) < 5:
                t = time.perf_counter()
                s.run(None, feed)
                times.append(time.perf_counter() - t)
            best[k] = min(best[k], float(np.median(times)))
    return best


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--channels", type=int, default=64)
    ap.add_argument("--size", type=int, default=56)
    ap.add_argument("--into", metavar="FILE")
    a = ap.parse_args()
    feed = {"x": np.random.default_rng(1).standard_normal((1, a.channels, a.size, a.size)).astype(np.float32)}
    elements = feed["x"].size
    lines = ["| operator | codes, ns | float, ns |", "|---|---:|---:|"]
    for case in CASES:
        sides = {"base": build(a), "float": build(a, case, False)}
        if case[2]:
            sides["codes"] = build(a, case, True)
        t = measure(sides, feed)
        cells = [f"{1e9 * (t[k] - t['base']) / elements:.2f}" if k in t else "–" for k in ("codes", "float")]
        lines.append(f"| {case[0]} | {cells[0]} | {cells[1]} |")
    pages.put(a.into, "operators", "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

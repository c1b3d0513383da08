# SPDX-License-Identifier: Apache-2.0
"""Writes the trained network as ONNX, batch normalizations left as they are.

    python export.py weights.npz ../glyphs.onnx
"""

import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import network

OPSET = 17
IR_VERSION = 8


class Graph:
    def __init__(self, weights):
        self.weights = weights
        self.nodes = []
        self.initializers = []

    def constant(self, name, array):
        array = np.ascontiguousarray(array, dtype=np.float32)
        self.initializers.append(numpy_helper.from_array(array, name))
        return name

    def node(self, op, inputs, output, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def conv_norm(self, x, name, kind, stride):
        w = self.weights[name + "/weight"]
        size = 3
        if kind == "full":
            w, group = w.transpose(3, 2, 0, 1), 1
        elif kind == "depthwise":
            w, group = w.transpose(2, 0, 1)[:, None], w.shape[2]
        else:
            w, group, size = w.T[:, :, None, None], 1, 1
        pad = size // 2
        x = self.node("Conv", [x, self.constant(name + "/weight", w)], name + "/conv",
                      kernel_shape=[size, size], strides=[stride, stride],
                      pads=[pad] * 4, dilations=[1, 1], group=group)
        norm = [self.constant(name + "/" + part, self.weights[name + "/" + part])
                for part in ("scale", "shift", "mean", "var")]
        return self.node("BatchNormalization", [x] + norm, name + "/norm",
                         epsilon=network.EPSILON)

    def relu6(self, x, name):
        return self.node("Clip", [x, "zero", "six"], name + "/relu6")

    def gate_conv(self, x, name):
        w = self.weights[name + "/weight"].T[:, :, None, None]
        return self.node("Conv", [x, self.constant(name + "/weight", w),
                                  self.constant(name + "/bias", self.weights[name + "/bias"])],
                         name + "/conv", kernel_shape=[1, 1], strides=[1, 1],
                         pads=[0] * 4, dilations=[1, 1], group=1)


def build(weights):
    g = Graph(weights)
    g.constant("zero", np.float32(0.0))
    g.constant("six", np.float32(6.0))
    convs = {c[0]: (c[1], c[4]) for c in network.CONVS}

    def active(x, name):
        return g.relu6(g.conv_norm(x, name, *convs[name]), name)

    x = active("image", "stem")
    for block in ("block1", "block2"):
        x = active(active(x, block + "/depthwise"), block + "/pointwise")

    y = active(x, "block3/depthwise")
    s = g.node("GlobalAveragePool", [y], "block3/squeeze")
    s = g.node("Relu", [g.gate_conv(s, "block3/reduce")], "block3/reduce/relu")
    s = g.node("Sigmoid", [g.gate_conv(s, "block3/expand")], "block3/gate")
    y = g.node("Mul", [y, s], "block3/excite")
    y = g.conv_norm(y, "block3/pointwise", *convs["block3/pointwise"])
    x = g.node("Add", [x, y], "block3/sum")

    for block in ("block4", "block5"):
        x = active(active(x, block + "/depthwise"), block + "/pointwise")

    x = g.node("GlobalAveragePool", [x], "pool")
    x = g.node("Flatten", [x], "features", axis=1)
    w = g.constant("classifier/weight", weights["classifier/weight"].T)
    b = g.constant("classifier/bias", weights["classifier/bias"])
    g.nodes.append(helper.make_node("Gemm", [x, w, b], ["logits"], name="classifier", transB=1))

    classes = weights["classifier/bias"].shape[0]
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 3, 48, 48])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", classes])
    graph = helper.make_graph(g.nodes, "glyphs", [image], [logits], g.initializers)
    model = helper.make_model(graph, producer_name="jquant-glyphs", ir_version=IR_VERSION,
                              opset_imports=[helper.make_opsetid("", OPSET)])
    onnx.checker.check_model(model, full_check=True)
    return model


def main():
    source, target = sys.argv[1:]
    with np.load(source) as weights:
        model = build(dict(weights))
    with open(target, "wb") as f:
        f.write(model.SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()

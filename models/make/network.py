# SPDX-License-Identifier: Apache-2.0
"""The network: its parameters, and its forward pass for training (JAX, NHWC).

    stem     3x3 conv, stride 2         3 -> 24   24 x 24
    block1   depthwise 3x3, pointwise  24 -> 32   24 x 24
    block2   depthwise 3x3 stride 2    32 -> 48   12 x 12
    block3   residual, with squeeze-and-excitation before the pointwise
             convolution, which has no activation of its own
                                       48 -> 48   12 x 12
    block4   depthwise 3x3 stride 2    48 -> 96    6 x 6
    block5   depthwise 3x3             96 -> 128   6 x 6
    global average pool, fully connected 128 -> classes

Every convolution but the two in the squeeze-and-excitation gate has no bias
and is followed by a batch normalization. Activations are ReLU6.
"""

import jax
import jax.numpy as jnp
import numpy as np

EPSILON = 1e-5

# name, kind, channels in, channels out, stride
CONVS = [
    ("stem", "full", 3, 24, 2),
    ("block1/depthwise", "depthwise", 24, 24, 1),
    ("block1/pointwise", "pointwise", 24, 32, 1),
    ("block2/depthwise", "depthwise", 32, 32, 2),
    ("block2/pointwise", "pointwise", 32, 48, 1),
    ("block3/depthwise", "depthwise", 48, 48, 1),
    ("block3/pointwise", "pointwise", 48, 48, 1),
    ("block4/depthwise", "depthwise", 48, 48, 2),
    ("block4/pointwise", "pointwise", 48, 96, 1),
    ("block5/depthwise", "depthwise", 96, 96, 1),
    ("block5/pointwise", "pointwise", 96, 128, 1),
]
GATE = 12          # channels in the middle of the squeeze-and-excitation gate
FEATURES = 128


def init(seed, classes):
    """Parameters that are trained, and the running statistics of the norms."""
    rng = np.random.default_rng(seed)

    def normal(shape, fan_in, gain=2.0):
        return (rng.normal(0.0, 1.0, shape) * np.sqrt(gain / fan_in)).astype(np.float32)

    params, stats = {}, {}
    for name, kind, cin, cout, _ in CONVS:
        if kind == "full":
            params[name + "/weight"] = normal((3, 3, cin, cout), 9 * cin)
        elif kind == "depthwise":
            params[name + "/weight"] = normal((3, 3, cin), 9)
        else:
            params[name + "/weight"] = normal((cin, cout), cin)
        params[name + "/scale"] = np.ones(cout, np.float32)
        params[name + "/shift"] = np.zeros(cout, np.float32)
        stats[name + "/mean"] = np.zeros(cout, np.float32)
        stats[name + "/var"] = np.ones(cout, np.float32)
    width = 48
    params["block3/reduce/weight"] = normal((width, GATE), width)
    params["block3/reduce/bias"] = np.zeros(GATE, np.float32)
    params["block3/expand/weight"] = normal((GATE, width), GATE, 1.0)
    params["block3/expand/bias"] = np.ones(width, np.float32)
    params["classifier/weight"] = normal((FEATURES, classes), FEATURES, 1.0)
    params["classifier/bias"] = np.zeros(classes, np.float32)
    return params, stats


def _full(x, w, stride):
    return jax.lax.conv_general_dilated(
        x, w, (stride, stride), ((1, 1), (1, 1)),
        dimension_numbers=("NHWC", "HWIO", "NHWC"))


def _depthwise(x, w, stride):
    """As nine shifted products: on a CPU far quicker than a grouped convolution."""
    n, h, wd, c = x.shape
    p = jnp.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    total = 0.0
    for i in range(3):
        for j in range(3):
            part = jax.lax.slice(p, (0, i, j, 0), (n, i + h, j + wd, c))
            if stride == 2:
                part = part[:, ::2, ::2, :]
            total = total + part * w[i, j]
    return total


def forward(params, stats, x, training):
    """Logits, and the batch's statistics (empty unless training)."""
    batch = {}
    convs = {c[0]: c for c in CONVS}

    def conv_norm(x, name):
        _, kind, _, _, stride = convs[name]
        w = params[name + "/weight"]
        if kind == "full":
            y = _full(x, w, stride)
        elif kind == "depthwise":
            y = _depthwise(x, w, stride)
        else:
            y = x @ w
        if training:
            mean = y.mean((0, 1, 2))
            var = jnp.square(y - mean).mean((0, 1, 2))
            batch[name + "/mean"], batch[name + "/var"] = mean, var
        else:
            mean, var = stats[name + "/mean"], stats[name + "/var"]
        k = params[name + "/scale"] * jax.lax.rsqrt(var + EPSILON)
        return (y - mean) * k + params[name + "/shift"]

    def relu6(x):
        return jnp.clip(x, 0.0, 6.0)

    x = relu6(conv_norm(x, "stem"))
    for block in ("block1", "block2"):
        x = relu6(conv_norm(x, block + "/depthwise"))
        x = relu6(conv_norm(x, block + "/pointwise"))

    y = relu6(conv_norm(x, "block3/depthwise"))
    g = y.mean((1, 2))
    g = jax.nn.relu(g @ params["block3/reduce/weight"] + params["block3/reduce/bias"])
    g = jax.nn.sigmoid(g @ params["block3/expand/weight"] + params["block3/expand/bias"])
    y = y * g[:, None, None, :]
    x = x + conv_norm(y, "block3/pointwise")

    for block in ("block4", "block5"):
        x = relu6(conv_norm(x, block + "/depthwise"))
        x = relu6(conv_norm(x, block + "/pointwise"))

    x = x.mean((1, 2))
    return x @ params["classifier/weight"] + params["classifier/bias"], batch

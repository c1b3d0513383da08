# SPDX-License-Identifier: Apache-2.0
"""Renders the training pictures, trains the network, writes its weights.

    python train.py --out weights.npz
"""

import argparse
import os
import time
from multiprocessing import Pool

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp
import numpy as np

import glyphs
import network
from glyphs import SEED

DECAY = 2e-2          # decoupled weight decay, times the learning rate
SMOOTHING = 0.05      # label smoothing
NORM_MOMENTUM = 0.02


def normalize(pictures):
    """uint8 -> what the network reads: (pixel/255 - 0.5) / 0.5."""
    return (pictures.astype(np.float32) / 255.0 - 0.5) / 0.5


def _one(job):
    return glyphs.render(*job)


def pictures(split, count):
    with Pool(2) as pool:
        done = pool.map(_one, [(SEED, split, i) for i in range(count)], chunksize=256)
    return np.stack([d[0] for d in done]), np.array([d[1] for d in done], np.int32)


def loss_of(params, x, labels):
    logits, batch = network.forward(params, None, x, True)
    logp = jax.nn.log_softmax(logits)
    hit = jnp.take_along_axis(logp, labels[:, None], 1)[:, 0]
    loss = -((1.0 - SMOOTHING) * hit + SMOOTHING * logp.mean(1)).mean()
    return loss, batch


@jax.jit
def step(params, stats, first, second, count, rate, x, labels):
    """One step of Adam with decoupled decay on the weights (not scales, biases)."""
    (loss, batch), grads = jax.value_and_grad(loss_of, has_aux=True)(params, x, labels)
    new, m, v = {}, {}, {}
    for k, g in grads.items():
        m[k] = 0.9 * first[k] + 0.1 * g
        v[k] = 0.999 * second[k] + 0.001 * jnp.square(g)
        mh = m[k] / (1.0 - 0.9 ** count)
        vh = v[k] / (1.0 - 0.999 ** count)
        change = mh / (jnp.sqrt(vh) + 1e-8)
        if k.endswith("/weight"):
            change = change + DECAY * params[k]
        new[k] = params[k] - rate * change
    stats = {k: s + NORM_MOMENTUM * (batch[k] - s) for k, s in stats.items()}
    return new, stats, m, v, loss


@jax.jit
def predict(params, stats, x):
    return network.forward(params, stats, x, False)[0].argmax(1)


def accuracy(params, stats, x, labels):
    hits = 0
    for i in range(0, len(x), 256):
        p = np.asarray(predict(params, stats, normalize(x[i:i + 256])))
        hits += int((p == labels[i:i + 256]).sum())
    return hits / len(x)


def jitter(x, rng):
    """Moves each picture by up to two pixels and changes its brightness a little."""
    padded = np.pad(x, ((0, 0), (2, 2), (2, 2), (0, 0)), mode="edge")
    out = np.empty(x.shape, np.float32)
    size = x.shape[1]
    for i, (dy, dx) in enumerate(rng.integers(0, 5, (len(x), 2))):
        out[i] = padded[i, dy:dy + size, dx:dx + size]
    out = out * rng.uniform(0.85, 1.15, (len(x), 1, 1, 1)) + rng.uniform(-15, 15, (len(x), 1, 1, 3))
    return np.clip(np.rint(out), 0, 255)


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("--out", default="weights.npz")
    arg.add_argument("--train", type=int, default=28800)
    arg.add_argument("--heldout", type=int, default=4800)
    arg.add_argument("--epochs", type=int, default=14)
    arg.add_argument("--batch", type=int, default=128)
    arg.add_argument("--rate", type=float, default=4e-3)
    a = arg.parse_args()

    glyphs.check_fonts()
    start = time.time()
    x, labels = pictures("train", a.train)
    hx, hlabels = pictures("heldout", a.heldout)
    print("rendered %d + %d pictures in %.0f s" % (len(x), len(hx), time.time() - start), flush=True)

    params, stats = network.init(SEED, len(glyphs.CLASSES))
    first = {k: np.zeros_like(p) for k, p in params.items()}
    second = {k: np.zeros_like(p) for k, p in params.items()}
    rng = np.random.default_rng(SEED)
    per_epoch = len(x) // a.batch
    total, count, warm = per_epoch * a.epochs, 0, per_epoch
    for epoch in range(a.epochs):
        order, losses = rng.permutation(len(x)), []
        for b in range(per_epoch):
            pick = order[b * a.batch:(b + 1) * a.batch]
            count += 1
            rate = a.rate * min(count / warm, 0.5 + 0.5 * np.cos(np.pi * count / total))
            params, stats, first, second, loss = step(
                params, stats, first, second, np.float32(count), np.float32(rate),
                normalize(jitter(x[pick], rng)), labels[pick])
            losses.append(loss)
        print("epoch %2d  loss %.3f  held out %.2f %%  %.0f s" % (
            epoch + 1, np.mean(losses), 100 * accuracy(params, stats, hx, hlabels),
            time.time() - start), flush=True)
    np.savez(a.out, **{k: np.asarray(p) for k, p in {**params, **stats}.items()})


if __name__ == "__main__":
    main()

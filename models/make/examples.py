# SPDX-License-Identifier: Apache-2.0
"""Writes the example pictures: calib/, test/, test/labels.csv and classes.txt.

    python examples.py ../../examples
"""

import os
import sys

import numpy as np
from PIL import Image

import glyphs
from glyphs import SEED

CALIB = 96      # two of each class
TEST = 480      # ten of each class


def save(picture, path):
    Image.fromarray(picture).save(path, "PNG", optimize=True)


def main():
    root = sys.argv[1]
    glyphs.check_fonts()
    for split, count in (("calib", CALIB), ("test", TEST)):
        folder = os.path.join(root, split)
        os.makedirs(folder, exist_ok=True)
        # in an order that does not give the classes away
        order = np.random.default_rng([SEED, glyphs.SPLITS[split]]).permutation(count)
        lines = ["file,label\n"]
        for place, index in enumerate(order):
            picture, label = glyphs.render(SEED, split, int(index))
            name = "%s-%03d.png" % (split, place)
            save(picture, os.path.join(folder, name))
            lines.append("%s,%d\n" % (name, label))
        if split == "test":
            with open(os.path.join(folder, "labels.csv"), "w", newline="") as f:
                f.writelines(lines)
    with open(os.path.join(root, "classes.txt"), "w", newline="") as f:
        f.writelines(name + "\n" for name, _, _ in glyphs.CLASSES)


if __name__ == "__main__":
    main()

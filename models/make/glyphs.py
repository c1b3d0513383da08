# SPDX-License-Identifier: Apache-2.0
"""The classes of the glyph data set and the rendering of one picture.

A picture is a function of (seed, split, index) and of the fonts alone, so the
same call gives the same picture again, in any order and in any process.
"""

import os
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SEED = 20
SIZE = 48
FONT_ROOT = "/usr/share/fonts"

# name, character, set of fonts it is drawn with
CLASSES = [
    ("latin-a", "A", "european"),
    ("latin-b", "B", "european"),
    ("latin-e", "E", "european"),
    ("latin-f", "F", "european"),
    ("latin-g", "G", "european"),
    ("latin-h", "H", "european"),
    ("latin-k", "K", "european"),
    ("latin-m", "M", "european"),
    ("latin-q", "Q", "european"),
    ("latin-r", "R", "european"),
    ("latin-w", "W", "european"),
    ("digit-2", "2", "european"),
    ("digit-3", "3", "european"),
    ("digit-4", "4", "european"),
    ("digit-5", "5", "european"),
    ("digit-6", "6", "european"),
    ("digit-7", "7", "european"),
    ("digit-8", "8", "european"),
    ("digit-9", "9", "european"),
    ("greek-delta", "\u0394", "european"),
    ("greek-xi", "\u039e", "european"),
    ("greek-sigma", "\u03a3", "european"),
    ("greek-phi", "\u03a6", "european"),
    ("greek-psi", "\u03a8", "european"),
    ("greek-omega", "\u03a9", "european"),
    ("cyrillic-be", "\u0411", "european"),
    ("cyrillic-de", "\u0414", "european"),
    ("cyrillic-zhe", "\u0416", "european"),
    ("cyrillic-i", "\u0418", "european"),
    ("cyrillic-sha", "\u0428", "european"),
    ("cyrillic-yu", "\u042e", "european"),
    ("cyrillic-ya", "\u042f", "european"),
    ("hebrew-alef", "\u05d0", "hebrew"),
    ("hebrew-lamed", "\u05dc", "hebrew"),
    ("hebrew-mem", "\u05de", "hebrew"),
    ("arabic-ain", "\u0639", "arabic"),
    ("arabic-kaf", "\u0643", "arabic"),
    ("arabic-sheen", "\u0634", "arabic"),
    ("devanagari-a", "\u0905", "devanagari"),
    ("devanagari-ka", "\u0915", "devanagari"),
    ("devanagari-ha", "\u0939", "devanagari"),
    ("kana-a", "\u3042", "cjk"),
    ("kana-ki", "\u304d", "cjk"),
    ("kana-ne", "\u30cd", "cjk"),
    ("hangul-han", "\ud55c", "hangul"),
    ("hangul-geul", "\uae00", "hangul"),
    ("han-water", "\u6c34", "cjk"),
    ("han-rain", "\u96e8", "cjk"),
]

_CJK = ["NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc",
        "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"]

FONTS = {
    "european": [
        "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf",
        "DejaVuSansMono.ttf", "DejaVuSansCondensed.ttf",
        "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf",
        "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf",
        "LiberationSans-Italic.ttf", "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf",
        "LiberationMono-Regular.ttf", "LiberationMono-Bold.ttf",
        "NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf",
        "NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSerif-Italic.ttf",
    ],
    "hebrew": [
        "DejaVuSans.ttf", "DejaVuSans-Bold.ttf",
        "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf",
        "LiberationSerif-Regular.ttf", "LiberationMono-Regular.ttf",
        "NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf",
        "NotoSerifHebrew-Regular.ttf", "NotoSerifHebrew-Bold.ttf",
    ],
    "arabic": [
        "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf",
        "NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf",
        "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf",
    ],
    "devanagari": [
        "NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Bold.ttf",
        "NotoSerifDevanagari-Regular.ttf", "NotoSerifDevanagari-Bold.ttf",
    ],
    "cjk": _CJK,
    "hangul": _CJK + [
        "NanumGothic.ttf", "NanumGothicBold.ttf", "NanumMyeongjo.ttf",
        "NanumMyeongjoBold.ttf", "NanumBarunGothic.ttf", "NanumSquareRoundR.ttf",
    ],
}

# Splits have seeds of their own, so no picture of one is drawn for another.
SPLITS = {"train": 1, "calib": 2, "test": 3, "heldout": 4}


@lru_cache(maxsize=None)
def _font_files():
    found = {}
    for folder, dirs, files in os.walk(FONT_ROOT):
        dirs.sort()
        for name in sorted(files):
            found.setdefault(name, os.path.join(folder, name))
    return found


@lru_cache(maxsize=None)
def _mask(char, font_name):
    """The glyph in white on black, 96 pixels at its longer side, 160 x 160."""
    path = _font_files()[font_name]
    layout = ImageFont.Layout.BASIC
    font = ImageFont.truetype(path, 100, layout_engine=layout)
    left, top, right, bottom = font.getbbox(char)
    scale = 96.0 / max(right - left, bottom - top)
    font = ImageFont.truetype(path, int(100 * scale), layout_engine=layout)
    left, top, right, bottom = font.getbbox(char)
    mask = Image.new("L", (160, 160), 0)
    x = (160 - (right - left)) // 2 - left
    y = (160 - (bottom - top)) // 2 - top
    ImageDraw.Draw(mask).text((x, y), char, fill=255, font=font)
    return mask


def check_fonts():
    """Stops with a message if a font or a glyph of it is missing."""
    missing = sorted({f for fonts in FONTS.values() for f in fonts} - set(_font_files()))
    if missing:
        raise SystemExit("fonts not found below %s: %s" % (FONT_ROOT, ", ".join(missing)))
    for name, char, group in CLASSES:
        for font in FONTS[group]:
            absent = _mask("\U0010fffd", font).tobytes()   # what the font shows for nothing
            if _mask(char, font).tobytes() == absent:
                raise SystemExit("%s has no glyph for %s" % (font, name))


def _place(mask, rng, size, angle, shear, centre):
    """The mask turned, sheared and scaled to `size` pixels on a 48 x 48 canvas."""
    k = 96.0 / size
    cos, sin = np.cos(angle), np.sin(angle)
    aspect = np.exp(rng.uniform(-0.12, 0.12))
    m = k * np.array([[cos * aspect, sin * aspect], [-sin / aspect, cos / aspect]])
    m = np.array([[1.0, shear], [0.0, 1.0]]) @ m
    # twice the size first, then halved: a smoother edge than one bilinear step
    m2 = m / 2.0
    c = np.array(centre) * 2.0
    off = np.array([80.0, 80.0]) - m2 @ c
    data = (m2[0, 0], m2[0, 1], off[0], m2[1, 0], m2[1, 1], off[1])
    soft = mask.filter(ImageFilter.GaussianBlur(max(0.0, 0.35 * (k / 2.0 - 1.0))))
    big = soft.transform((2 * SIZE, 2 * SIZE), Image.Transform.AFFINE, data,
                         resample=Image.Resampling.BICUBIC)
    return np.asarray(big.resize((SIZE, SIZE), Image.Resampling.BOX), np.float32) / 255.0


def _luma(c):
    return 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]


def _colours(rng):
    """A ground and an ink that can be told apart."""
    contrast = rng.uniform(50.0, 140.0)
    while True:
        ground = rng.uniform(15.0, 240.0, 3)
        ink = rng.uniform(0.0, 255.0, 3)
        if abs(_luma(ground) - _luma(ink)) >= contrast:
            return ground, ink


def _ground(rng, colour):
    """A slow gradient with soft blotches of a second colour near the first."""
    yy, xx = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) / (SIZE - 1) - 0.5
    phi = rng.uniform(0, 2 * np.pi)
    slope = (np.cos(phi) * xx + np.sin(phi) * yy) * rng.uniform(0.0, 0.9)
    cells = int(rng.integers(3, 8))
    coarse = rng.normal(0.0, 1.0, (cells, cells)).astype(np.float32)
    blotch = np.asarray(Image.fromarray(coarse, mode="F").resize(
        (SIZE, SIZE), Image.Resampling.BICUBIC))
    weight = slope + 0.35 * rng.uniform(0.0, 1.0) * blotch
    change = rng.uniform(-45.0, 45.0, 3)
    return colour + weight[..., None] * change


def _over(image, alpha, colour):
    return image + alpha[..., None] * (colour - image)


def _strokes(rng, count, width_range, margin_only):
    """Coverage of some straight strokes and arcs, drawn at four times the size."""
    s = 4 * SIZE
    layer = Image.new("L", (s, s), 0)
    draw = ImageDraw.Draw(layer)
    for _ in range(count):
        width = int(4 * rng.uniform(*width_range)) + 1
        if margin_only:                       # short, near one edge
            edge = int(rng.integers(4))
            along, depth = rng.uniform(0, s), rng.uniform(0, s * 0.12)
            p = [(along, depth), (along, s - depth), (depth, along), (s - depth, along)][edge]
            phi, length = rng.uniform(0, 2 * np.pi), rng.uniform(0.06, 0.22) * s
            q = (p[0] + length * np.cos(phi), p[1] + length * np.sin(phi))
        else:
            p, q = rng.uniform(-0.1 * s, 1.1 * s, 2), rng.uniform(-0.1 * s, 1.1 * s, 2)
        if rng.random() < 0.35:
            x0, x1 = sorted((float(p[0]), float(q[0])))
            y0, y1 = sorted((float(p[1]), float(q[1])))
            start = rng.uniform(0, 360)
            draw.arc((x0, y0, x1 + 8, y1 + 8), start, start + rng.uniform(60, 200),
                     fill=255, width=width)
        else:
            draw.line((float(p[0]), float(p[1]), float(q[0]), float(q[1])),
                      fill=255, width=width)
    return np.asarray(layer.resize((SIZE, SIZE), Image.Resampling.BOX), np.float32) / 255.0


def render(seed, split, index):
    """One picture: uint8 [48, 48, 3] and its class. Classes take turns."""
    rng = np.random.default_rng([seed, SPLITS[split], index])
    label = index % len(CLASSES)
    _, char, group = CLASSES[label]
    fonts = FONTS[group]
    mask = _mask(char, fonts[int(rng.integers(len(fonts)))])

    ground, ink = _colours(rng)
    image = _ground(rng, ground)

    # clutter below the glyph: fainter long strokes
    if rng.random() < 0.7:
        alpha = _strokes(rng, int(rng.integers(1, 6)), (0.5, 2.5), False)
        image = _over(image, alpha * rng.uniform(0.15, 0.6), rng.uniform(0, 255, 3))

    # scraps of other glyphs that stick in from the edges
    for _ in range(int(rng.choice(4, p=[0.3, 0.3, 0.25, 0.15]))):
        _, other, other_group = CLASSES[int(rng.integers(len(CLASSES)))]
        other_fonts = FONTS[other_group]
        other_mask = _mask(other, other_fonts[int(rng.integers(len(other_fonts)))])
        phi = rng.uniform(0, 2 * np.pi)
        centre = (24 + 27 * np.cos(phi), 24 + 27 * np.sin(phi))
        alpha = _place(other_mask, rng, rng.uniform(10, 20), rng.uniform(-0.6, 0.6), 0.0, centre)
        image = _over(image, alpha * rng.uniform(0.3, 0.9), ink + rng.uniform(-60, 60, 3))

    # the glyph
    size = rng.uniform(22.0, 37.0)
    room = 2.0 + 0.25 * (37.0 - size)
    centre = (23.5 + rng.uniform(-room, room), 23.5 + rng.uniform(-room, room))
    angle = float(np.clip(rng.normal(0.0, 0.22), -0.5, 0.5))
    alpha = _place(mask, rng, size, angle, rng.uniform(-0.2, 0.2), centre)
    if rng.random() < 0.2:                     # cast shadow
        dx, dy = int(rng.integers(1, 3)), int(rng.integers(1, 3))
        shadow = np.zeros_like(alpha)
        shadow[dy:, dx:] = alpha[:-dy, :-dx]
        dark = ground * (0.55 if _luma(ink) > _luma(ground) else 1.2)
        image = _over(image, shadow * 0.6, dark)
    if rng.random() < 0.3:                     # ink of two tones
        tone = np.linspace(0.0, 1.0, SIZE, dtype=np.float32)[:, None, None]
        paint = ink + (tone - 0.5) * rng.uniform(-60, 60, 3)
    else:
        paint = ink
    image = _over(image, alpha, paint)

    # clutter above it: scratches, and bits at the margin
    if rng.random() < 0.65:
        alpha = _strokes(rng, int(rng.integers(1, 5)), (0.6, 2.2), False)
        image = _over(image, alpha * rng.uniform(0.5, 1.0), rng.uniform(0, 255, 3))
    if rng.random() < 0.5:
        alpha = _strokes(rng, int(rng.integers(1, 4)), (0.8, 2.5), True)
        image = _over(image, alpha * rng.uniform(0.5, 1.0), ink + rng.uniform(-50, 50, 3))

    # a less than perfect camera
    picture = Image.fromarray(np.clip(np.rint(image), 0, 255).astype(np.uint8))
    if rng.random() < 0.5:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.3)))
    image = np.asarray(picture, np.float32)
    noise = rng.uniform(0.0, 19.0)
    grain = rng.normal(0.0, 1.0, (SIZE, SIZE, 1)).astype(np.float32)
    if rng.random() < 0.25:                    # coloured grain, else grey
        grain = grain + 0.6 * rng.normal(0.0, 1.0, (SIZE, SIZE, 3)).astype(np.float32)
    image = image + noise * grain
    # 32 levels a channel: looks the same, and the PNG files are far smaller
    image = np.clip(np.rint(image / 8.0) * 8.0, 0, 255)
    return image.astype(np.uint8), label

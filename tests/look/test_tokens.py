"""The sheet keeps its promises: contrast, colour vision, size, no other hosts."""

import gzip
import itertools
import math
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
SHEET = (STATIC / "css" / "engage.css").read_text(encoding="utf-8")
MODES = {
    "light": ":root {\n  color-scheme: light;",
    "dark": ':root[data-theme="dark"] {',
    "dark by system": ':root:not([data-theme="light"]) {\n    color-scheme: dark;',
}
GROUNDS = ("paper", "raised", "sunk")
WASHES = ("wash", "ochre-wash", "brick-wash", "pine-wash")
TEXTS = [
    *itertools.product(("ink", "soft", "accent", "accent-strong", "brick"), GROUNDS),
    *itertools.product(("ink", "accent", "accent-strong"), WASHES),
    ("ochre", "paper"),
    ("ochre", "ochre-wash"),
    ("brick", "brick-wash"),
    ("pine", "paper"),
    ("pine", "pine-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-brick", "brick"),
    ("paper", "ink"),
    ("on-deep", "deep"),
    ("on-deep-soft", "deep"),
    ("on-deep-accent", "deep"),
]
CONTROLS = [
    *itertools.product(("edge", "focus", "accent", "brick"), GROUNDS),
    *itertools.product([f"hue-{n}" for n in range(1, 9)], ("paper", "raised")),
]
# Machado, Oliveira, Fernandes (2009): full protanopia and deuteranopia, linear RGB.
VISIONS = (
    ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
)
APART = 0.1


def tokens(mode: str) -> dict[str, str]:
    """Return the colours of a mode by name."""
    block = SHEET.split(MODES[mode], 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def linear(colour: str) -> tuple[float, ...]:
    """Return linear red, green and blue (IEC 61966-2-1)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    lights = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True))
        for x in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def seen(colour: str, vision: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """Return a colour as OKLab coordinates, as somebody with this vision sees it."""
    r, g, b = (
        min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear(colour), strict=True))))
        for row in vision
    )
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def test_contrast_is_measured_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read(mode, text, ground):
    colours = tokens(mode)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("control", "ground"), CONTROLS)
def test_controls_can_be_seen(mode, control, ground):
    colours = tokens(mode)
    assert contrast(colours[control], colours[ground]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
def test_categories_stay_apart_for_every_colour_vision(mode, vision):
    colours = tokens(mode)
    hues = [seen(colours[f"hue-{n}"], vision) for n in range(1, 9)]
    assert min(math.dist(a, b) for a, b in itertools.combinations(hues, 2)) >= APART


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_sequence_moves_one_way(mode):
    colours = tokens(mode)
    light = [seen(colours[f"seq-{n}"], VISIONS[0])[0] for n in range(1, 6)]
    assert light in (sorted(light), sorted(light, reverse=True))
    assert min(abs(a - b) for a, b in itertools.pairwise(light)) >= 0.05


def test_dark_is_the_same_by_choice_and_by_system():
    assert tokens("dark") == tokens("dark by system")
    assert tokens("dark").keys() == tokens("light").keys()


def test_every_catchment_has_its_colour():
    places = (STATIC.parent / "engage" / "data" / "catchments.csv").read_text("utf-8")
    slugs = {line.split(",", 1)[0] for line in places.splitlines()[1:]}
    assert slugs == set(re.findall(r"\.in-([a-z-]+)[ ,]", SHEET)) - {"cell", "words"}


def test_every_colour_that_is_used_is_a_token():
    used = set(re.findall(r"var\(--([\w-]+)", SHEET))
    assert used <= set(re.findall(r"--([\w-]+):", SHEET))


def test_nothing_comes_from_elsewhere():
    assert "@import" not in SHEET
    for address in re.findall(r"url\(([^)]*)\)", SHEET):
        assert re.fullmatch(r'"\.\./fonts/[\w-]+\.woff2"', address)
        assert (STATIC / "css" / address.strip('"')).is_file()


def test_the_first_visit_stays_light():
    assert len(gzip.compress(SHEET.encode())) <= 11_000
    for font in (STATIC / "fonts").glob("*.woff2"):
        assert font.stat().st_size <= 30_000
    for script in (STATIC / "js").glob("*.js"):
        assert len(gzip.compress(script.read_bytes())) <= 4_000

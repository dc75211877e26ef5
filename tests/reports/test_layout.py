"""What pages are laid out from: outlines on whole units, titles without hints."""

from engage.catchments.facts import shapes
from engage.reports.document.wording import without_hint
from engage.reports.layout import outline_on_grid


def corners(outline: str) -> set[tuple[int, int]]:
    """Return the points that an outline of whole steps passes."""
    found = set()
    for ring in outline.split("z"):
        start, _line, steps = ring.removeprefix("M").partition("l")
        x = y = 0
        for step in f"{start} {steps}".split():
            right, down = step.split(",")
            x, y = x + int(right), y + int(down)
            found.add((x, y))
    return found


def test_an_outline_on_whole_units_has_half_the_bytes() -> None:
    full = "".join(shape.d for shape in shapes().values())
    light = "".join(outline_on_grid(shape.d) for shape in shapes().values())
    assert len(light) < 0.6 * len(full)
    assert "." not in light
    assert "lz" not in light


def test_neighbours_keep_their_common_border() -> None:
    drawn = {slug: corners(outline_on_grid(s.d)) for slug, s in shapes().items()}
    shared = drawn["northeast"] & drawn["northwest"]
    assert len(shared) > 5
    assert len(drawn["york"] & drawn["toronto"]) > 2


def test_rings_are_closed_and_tiny_islands_left_out() -> None:
    assert outline_on_grid("M1.2,1.4l3,0 0.1,0.05 0,3z M9,9l0.1,0 0,0.1z") == (
        "M1,1l3,0 0,3z"
    )


def test_a_title_in_a_sentence_has_no_hint() -> None:
    title = {"en": "How easy is it? (1 hard to 5 easy)", "fr": "(Facile?)"}
    assert without_hint(title) == {"en": "How easy is it?", "fr": "(Facile?)"}

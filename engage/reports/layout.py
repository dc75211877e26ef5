"""How a report's figures are laid out on a page: bar lengths, shades, words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby, pairwise
from typing import Any

from engage.core.i18n import gettext as _
from engage.designs.wording import STATUSES, VERDICTS, Named
from engage.reports.document import gone_ids, profile_words, uneven_words
from engage.reports.facts import licence_of
from engage.reports.models import Edition
from engage.reports.pictures import (
    PEOPLE_STEPS,
    SHARE_STEPS,
    level_of,
    people_level,
)
from engage.themes.models import Stability
from engage.themes.wording import STABILITY, Sureness
from engage.web.formatting import day, number, percent

Row = dict[str, Any]
LEAST_POINTS = 3


@dataclass(frozen=True)
class Page:
    """What a report's page needs beside the document."""

    document: Row
    scale: float
    busiest: float
    people_values: dict[str, str]
    people_levels: dict[str, int]
    names: dict[str, Row]
    compared: list[Row]
    not_compared: list[Row]
    gone: int
    revised_on: date | None

    def sureness(self, theme: Row) -> Sureness:
        """Return how sure a theme is, in words."""
        return STABILITY[Stability(theme["stability"])]

    def surenesses(self) -> list[Sureness]:
        """Return how sure the themes of this report are, in words, each once."""
        used = {theme["stability"] for theme in self.document["themes"]}
        return [words for state, words in STABILITY.items() if state in used]

    @property
    def uneven(self) -> list[str]:
        """Return in sentences who was heard more or less than the census would."""
        return uneven_words(self.document)

    @property
    def profiles(self) -> list[tuple[Row, list[str]]]:
        """Return each catchment that stands apart, with what is particular to it."""
        return profile_words(self.document)

    @property
    def licence(self) -> Row:
        """Return the licence of the report."""
        return licence_of(self.document)

    def verdict(self, name: str) -> Named:
        """Return what a design's answer is called."""
        return VERDICTS[name]

    def status(self, name: str) -> Named:
        """Return how far something is, in words."""
        return STATUSES[name]

    def day(self, written: str) -> str:
        """Return a day of the document as people write it."""
        return day(date.fromisoformat(written))

    def level(self, row: Row) -> int:
        """Return the shade of a share, 0 where there is nothing to show."""
        return level_of(row["share"]["value"], SHARE_STEPS) if row["share"] else 0

    def share_key(self) -> list[tuple[int, str]]:
        """Return what the shades of shares say."""
        return [(0, _("not shown")), *_key(SHARE_STEPS, percent)]

    def people_key(self) -> list[tuple[int, str]]:
        """Return what the shades of the map say."""
        least = self.document["method"]["k"]
        return [
            (0, _("fewer than %(least)d", least=least)),
            *_key((least, *PEOPLE_STEPS[1:]), number),
        ]


def report_page(document: Row) -> Page:
    """Return the layout of a report."""
    places = [row for row in document["who"]["catchments"] if row["slug"]]
    lines = [
        *document["themes"],
        document["other_themes"],
        document["outside_themes"],
    ]
    shares = [line["share"]["high"] for line in lines if line["share"]]
    weeks = [
        row["share"]["value"]
        for row in document["who"].get("weeks", [])
        if row["share"]
    ]
    revised = document["edition"].get("revised_on")
    return Page(
        document=document,
        scale=max(shares, default=1.0),
        busiest=max(weeks, default=1.0),
        people_values={row["slug"]: figure_words(row["people"]) for row in places},
        people_levels={row["slug"]: people_level(row["people"]) for row in places},
        names={row["slug"]: row["name"] for row in places},
        compared=[row for row in places if _is_heard(row, document)],
        not_compared=[row for row in places if not _is_heard(row, document)],
        gone=len(gone_ids(document)),
        revised_on=date.fromisoformat(revised) if revised else None,
    )


@dataclass(frozen=True)
class Province:
    """The catchments side by side, from the newest report that compares them."""

    edition: Edition | None
    page: Page | None


def province_page(latest: Sequence[tuple[Edition, Row]]) -> Province:
    """Return the comparison of catchments from the newest report that has one."""
    for edition, document in latest:
        if document["who"]["catchments"]:
            return Province(edition, report_page(document))
    return Province(None, None)


@cache
def outline_on_grid(outline: str) -> str:
    """Return an outline with its points on whole units: half the bytes of a page's map.

    Points that two catchments share stay shared, so that no gap opens between them.
    Islands smaller than a unit are left out.
    """
    drawn = []
    for ring in outline.split("z"):
        start, _line, steps = ring.strip().removeprefix("M").partition("l")
        if start:
            points = list(_points_of(f"{start} {steps}"))
            kept = [point for point, _same in groupby(points)]
            if len(kept) < LEAST_POINTS:
                continue
            moves = (f"{bx - ax},{by - ay}" for (ax, ay), (bx, by) in pairwise(kept))
            drawn.append(f"M{kept[0][0]},{kept[0][1]}l{' '.join(moves)}z")
    return "".join(drawn)


def channel_names() -> dict[str, str]:
    """Return what each way of answering is called."""
    return {
        "web": _("On this site"),
        "paper": _("On paper"),
        "session": _("In a session"),
        "kiosk": _("On a shared screen"),
        "import": _("From elsewhere"),
    }


def figure_words(figure: Row) -> str:
    """Return a figure in words: a number, "fewer than 10" or "not shown"."""
    if figure["value"] is not None:
        return number(figure["value"])
    if figure["withheld"] == "small":
        words: str = _("fewer than %(least)d", least=figure["below"])
        return words
    hidden: str = _("not shown")
    return hidden


def _is_heard(place: Row, document: Row) -> bool:
    """Return whether enough people wrote in a catchment to show shares."""
    writers = place["writers"]["value"]
    return (
        writers is not None and writers >= document["method"]["least_base_for_shares"]
    )


def _key(steps: Sequence[float], write: Any) -> list[tuple[int, str]]:
    named = [
        _("%(low)s to %(high)s", low=write(low), high=write(high))
        for low, high in pairwise(steps)
    ]
    named.append(_("%(low)s or more", low=write(steps[-1])))
    return list(enumerate(named, 1))


def _points_of(steps: str) -> Iterator[tuple[int, int]]:
    """Yield the points that steps "x,y x,y" lead to, each on whole units."""
    x = y = 0.0
    for step in steps.split():
        right, down = step.split(",")
        x, y = x + float(right), y + float(down)
        yield round(x), round(y)

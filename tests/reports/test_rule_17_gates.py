"""No edition gets out with a number that was not made to be published."""

import csv
import html
import io
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.disclosure import Disclosure, Figure
from engage.reports import actions
from engage.reports.actions import Press, press_of
from engage.reports.actions.gates import Leaking, refuse_unsound
from engage.reports.attack import Puzzle
from engage.reports.document import census_share
from engage.reports.models import Edition
from engage.reports.pictures import PEOPLE_STEPS
from tests.factories.reports import reportable
from tests.pages import Browser

WHOLE = re.compile(r"(?<![\w.,])\d+(?:[,\u00a0\u202f ]\d{3})*(?![\w])")


class SwitchedOff(Disclosure):
    """Disclosure that only hides small counts and rounds nothing."""

    def count(self, cell: str, members: Iterable[str]) -> Figure:
        counted = len(set(members))
        return Figure(None, self.k) if counted < self.k else Figure(counted)


class ShowsSmallOnes(Disclosure):
    """Disclosure that rounds and hides nothing."""

    def count(self, cell: str, members: Iterable[str]) -> Figure:
        return Figure(len(set(members)) // self.base * self.base)


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    return reportable(northeast=61, toronto=47, ottawa=4)


@pytest.fixture
def press(app: Flask) -> Press:
    folder = press_of(app.config["SETTINGS"]).folder
    return Press(folder, Disclosure(b"a key"))


@pytest.mark.parametrize("off", [SwitchedOff, ShowsSmallOnes])
def test_rule_17_a_planted_leak_keeps_an_edition_in(
    consultation: Consultation, press: Press, off: type[Disclosure]
) -> None:
    leaky = Press(press.folder, off(b"key"))
    with pytest.raises(Leaking, match="Nothing was published"):
        actions.publish_edition(consultation, leaky, by=SYSTEM)
    assert session().scalar(select(Edition)) is None
    left = [path for path in press.folder.rglob("*") if path.name != ".lock"]
    assert left == [press.folder / consultation.slug]


def test_rule_17_a_leak_by_adding_up_is_found() -> None:
    """Four parts that were all rounded up leave nobody for the hidden fifth."""
    known = Puzzle(k=10, slack=4)
    whole = known.figure("whole", {"value": 60})
    parts = [known.figure(f"part {at}", {"value": 20}) for at in range(4)]
    hidden = known.figure("hidden", {"value": None, "withheld": "small", "below": 10})
    known.add_up(whole, [*parts, hidden])
    assert known.recovered() == {"hidden": 0}
    known.bounds[whole] = (60, 65)
    assert known.recovered() == {}


def test_rule_17_a_file_that_says_more_keeps_an_edition_in(
    consultation: Consultation, press: Press
) -> None:
    edition = actions.publish_edition(consultation, press, by=SYSTEM)
    folder = press.folder / edition.folder
    refuse_unsound(folder)
    with closing(sqlite3.connect(folder / "data.sqlite")) as database:
        database.execute("update themes set people = 41")
        database.commit()
    with pytest.raises(Leaking, match=r"data\.sqlite"):
        refuse_unsound(folder)
    assert not folder.exists()


def test_rule_17_every_number_in_every_file_was_made_to_be_published(
    consultation: Consultation, press: Press, browser: Browser
) -> None:
    """PDF text, pictures, tables and pages hold no number that the report lacks."""
    edition = actions.publish_edition(consultation, press, by=SYSTEM)
    folder = press.folder / edition.folder
    document = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    allowed = {*_numbers_of(document), *range(1, 16), 30, 95, 100, 2021, 2026}
    allowed |= _census(document)
    for language in ("en", "fr"):
        pdf = PdfReader(folder / f"report.{language}.pdf")
        text = "\n".join(sheet.extract_text() for sheet in pdf.pages)
        assert len(text) > 1500
        assert _wholes(re.sub(r"\d+ / \d+\n?$", "", text)) <= allowed
        browser.open(f"/{language}/reports/{consultation.slug}/{edition.name}")
        assert browser.response is not None
        article = browser.response.text.split("<article>")[1].split("</article>")[0]
        assert _wholes(_words_in(article)) <= {*allowed, *PEOPLE_STEPS}
    for picture in folder.glob("*.svg"):
        words = _words_in(picture.read_text(encoding="utf-8"))
        assert _wholes(words) <= allowed
    rows = csv.DictReader(io.StringIO((folder / "data.csv").read_text("utf-8-sig")))
    assert {int(row["people"]) for row in rows if row["people"]} <= allowed
    with closing(sqlite3.connect(folder / "data.sqlite")) as database:
        assert set(_integers(database)) <= {*allowed, *_populations(document)}


def _words_in(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " | ", markup))


def _wholes(text: str) -> set[int]:
    return {int(re.sub(r"\D", "", found)) for found in WHOLE.findall(text)}


def _numbers_of(part: Any) -> Iterator[int]:
    """Yield every number a report holds: as itself, as a percentage, in words."""
    if isinstance(part, dict):
        for item in part.values():
            yield from _numbers_of(item)
    elif isinstance(part, list):
        for item in part:
            yield from _numbers_of(item)
    elif isinstance(part, str):
        yield from _wholes(part)
        yield from _wholes(part.replace("-", " "))
    elif isinstance(part, float):
        yield round(part * 100)
        yield int(part)
    elif isinstance(part, int):
        yield part


def _census(document: dict[str, Any]) -> set[int]:
    """Return which percentage of the population lives in each catchment."""
    rows = [row for row in document["who"]["catchments"] if row["slug"]]
    return {round((census_share(document, row) or 0) * 100) for row in rows}


def _populations(document: dict[str, Any]) -> set[int]:
    return {row["population"] for row in document["who"]["catchments"]} - {None}


def _integers(database: sqlite3.Connection) -> Iterator[int]:
    tables = "select name from sqlite_master where type = 'table'"
    for (name,) in database.execute(tables).fetchall():
        if "_fts" not in name and not name.startswith("sqlite_"):
            for row in database.execute(f"select * from [{name}]"):
                yield from (item for item in row if isinstance(item, int))

"""Nothing published tells a count below k, however it is put together."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask

from engage.catchments.facts import profiles
from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.core.disclosure import Disclosure, Figure
from engage.core.i18n import Bilingual
from engage.reports.attack import both_editions, puzzle_of
from engage.reports.document import build_document
from engage.reports.queries import Asked, Material, Person, Text, gather_material
from engage.reports.verify import arithmetic_faults
from engage.surveys.questions import read_definition
from engage.themes.models import Theme
from engage.themes.queries import Member, ThemeWithMembers
from tests.factories.reports import reportable

TODAY = date(2026, 11, 2)
THEMES = 5
SCALE = {
    "key": "ease",
    "kind": "scale",
    "title": {"en": "?", "fr": "?"},
    "low": 1,
    "high": 5,
}


class OnlySmallOnesHidden(Disclosure):
    """Disclosure switched off but for the first step: nothing is rounded."""

    def count(self, cell: str, members: Iterable[str]) -> Figure:
        counted = len(set(members))
        return Figure(None, self.k) if counted < self.k else Figure(counted)


def drafted(material: Material, rules: Disclosure) -> dict[str, Any]:
    return build_document(
        material, rules, number=1, published_on=TODAY, is_interim=False
    )


def made_up(seed: int, more: int = 0) -> Material:
    """Make up a consultation: large and thin catchments, themes spoken of somewhere.

    `more` people join it in the last catchment; everybody else stays as they were.
    """
    rng = Random(seed)
    places = sorted(profiles())[:8]
    sizes = {place: rng.choice([3, 8, 12, 25, 60]) for place in places}
    order = [place for place, size in sizes.items() for _ in range(size)]
    order += [places[-1]] * more
    people, texts, members, answers = {}, {}, {}, {}
    for number, place in enumerate(order):
        own = Random(f"{seed} {number}")
        voice = f"response:{number}"
        language, since = own.choice(["en", "en", "fr"]), _a_day(own)
        people[voice] = Person(voice, place, language, "web", since)
        answers[voice] = own.choice([1] * 12 + [2] * 8 + [3] * 6 + [4] * 5 + [5])
        for theme in range(THEMES):
            leaning = Random(f"{seed} {place} {theme}").random()
            if own.random() < leaning**2:
                at = len(texts)
                texts[at] = Text(at, f"c{at}", voice, "words", "en", is_quotable=False)
                member = Member(at, f"c{at}", voice, None, place, "en", 0.5, None)
                members.setdefault(theme, []).append(member)
    return Material(
        consultation=_consultation(seed),
        people=people,
        texts=texts,
        themes=tuple(_theme(n, members.get(n, [])) for n in range(THEMES)),
        unassigned=(),
        run=None,
        questions=(_asked(answers),),
        catchments=tuple(
            Catchment(slug=place, name=Bilingual(place, place)) for place in places
        ),
    )


def _a_day(own: Random) -> date:
    """Return a day of six weeks, the later the rarer."""
    return date(2026, 9, 21) + timedelta(days=min(own.randrange(42) for _ in range(3)))


def _consultation(seed: int) -> Consultation:
    words = Bilingual("words", "mots")
    return Consultation(
        slug=f"made-up-{seed}", title=words, summary=words, purpose=words,
        outcome=words, source_url="", opens_on=TODAY, closes_on=TODAY, attribution=None,
        sample_notice=None,
    )  # fmt: skip


def _theme(number: int, members: list[Member]) -> ThemeWithMembers:
    theme = Theme(
        key=f"t-{number}", label=Bilingual("theme", "thème"), description=Bilingual(),
        keywords=[], quotes=[], stability=0.9, signed_off_at=TODAY,
    )  # fmt: skip
    return ThemeWithMembers(theme, (), tuple(members))


def _asked(answers: dict[str, int]) -> Asked:
    section = {"key": "all", "questions": [SCALE]}
    (question,) = read_definition({"sections": [section]}).questions
    return Asked("survey", question, answers)


@pytest.mark.parametrize("seed", range(12))
def test_rule_17_no_hidden_count_is_recovered(seed: int) -> None:
    document = drafted(made_up(seed), Disclosure(f"key {seed}".encode()))
    known = puzzle_of(document)
    assert len(known.hidden) > 10
    assert known.recovered() == {}


def test_the_attack_finds_what_is_only_half_protected() -> None:
    solved = 0
    for seed in range(12):
        material = made_up(seed)
        document = drafted(material, OnlySmallOnesHidden(b"key"))
        found = puzzle_of(document, slack=0).recovered()
        (asked,) = material.questions
        for name, count in found.items():
            if name.startswith("survey ease "):
                solved += 1
                level = int(name.split()[-1])
                assert count == list(asked.answers.values()).count(level)
    assert solved >= 6


@pytest.mark.parametrize("seed", range(30))
def test_rule_17_every_part_fits_into_its_whole(seed: int) -> None:
    document = drafted(made_up(seed), Disclosure(f"key {seed}".encode()))
    assert arithmetic_faults(document) == []


@pytest.mark.parametrize("seed", range(4))
def test_rule_17_two_editions_together_tell_no_more(seed: int) -> None:
    rules = Disclosure(f"key {seed}".encode())
    first = drafted(made_up(seed), rules)
    second = drafted(made_up(seed, more=rules.k), rules)
    assert both_editions(first, second).recovered() == {}


def test_rule_17_a_report_from_the_tables_withstands_it_too(app: Flask) -> None:
    material = gather_material(reportable(northeast=60, toronto=45, ottawa=4))
    document = drafted(material, Disclosure(b"a key"))
    assert puzzle_of(document).recovered() == {}

"""Who took part, as tables beside the census."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.catchments.facts import census_ages, profiles
from engage.catchments.models import Catchment
from engage.core.actors import Actor
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.surveys.arrivals import about_questions, count_about
from engage.surveys.fields import labels_of, said
from engage.surveys.models import Survey
from engage.surveys.questions import UNKNOWN, Question
from engage.surveys.representation import Heard, ages_of, compare
from engage.surveys.results import ByPlace

# A cell below is told as "fewer than", and a question that few answered not at all:
# who knows the people of a room would find somebody out, staff or not.
LEAST_CELL = 5
LEAST_PEOPLE = 10


@dataclass(frozen=True)
class HeardTable:
    """Groups beside the census, with the name of each; the least heard first."""

    id: str
    title: str
    names: Mapping[str, str]
    groups: list[Heard]

    @property
    def under(self) -> list[str]:
        """The names of groups that are heard less than they are large."""
        return [self.names[one.key] for one in self.groups if one.verdict == "under"]


@dataclass(frozen=True)
class AboutTable:
    """What people said of themselves, without a census to set beside it."""

    id: str
    title: str
    rows: list[list[str | int]]


def heard_by_place(responses: ByPlace, areas: Sequence[Catchment]) -> HeardTable:
    """Return the catchments beside their population."""
    facts = profiles()
    counts = {area.slug: responses.get(area.id, 0) for area in areas}
    people = {area.slug: facts[area.slug].population for area in areas}
    names = {area.slug: area.name[current_language()] for area in areas}
    return HeardTable("heard-places", _("By catchment"), names, _sorted(counts, people))


def heard_by_self(
    actor: Actor, survey: Survey, areas: Sequence[Catchment]
) -> tuple[list[HeardTable], list[AboutTable]]:
    """Return what people said of themselves: ages beside the census, the rest alone."""
    counted = count_about(actor, survey)
    census = _census(areas)
    compared, plain = [], []
    for question in about_questions(survey):
        counts: Mapping[str, int] = counted.get(question.key, {})
        if sum(counts.values()) < LEAST_PEOPLE:
            continue
        labels = labels_of(question, current_language())
        keys = [key for key in labels if not key.startswith(".") and key != UNKNOWN]
        groups = _sorted(counts, ages_of(keys, census))
        if groups:
            title = said(question.title, current_language())
            name = f"heard-{question.key}"
            compared.append(HeardTable(name, title, labels, groups))
        else:
            plain.append(_plain(question, keys, labels, counts))
    return compared, plain


def _plain(
    question: Question,
    keys: Sequence[str],
    labels: Mapping[str, str],
    counts: Mapping[str, int],
) -> AboutTable:
    rows: list[list[str | int]] = [
        [labels[key], _shown(counts.get(key, 0))] for key in keys
    ]
    title = said(question.title, current_language())
    return AboutTable(f"about-{question.key}", title, rows)


def _shown(count: int) -> str | int:
    return count if count >= LEAST_CELL else _("fewer than %(least)d", least=LEAST_CELL)


def _census(areas: Sequence[Catchment]) -> dict[tuple[int, int], int]:
    """Return the ages of all who live in some catchments together."""
    total: dict[tuple[int, int], int] = {}
    ages = census_ages()
    for area in areas:
        for band, people in ages[area.slug].items():
            total[band] = total.get(band, 0) + people
    return total


def _sorted(counts: Mapping[str, int], people: Mapping[str, int]) -> list[Heard]:
    """Return groups from the least heard, against their size, to the most."""
    return sorted(
        compare(counts, people), key=lambda one: (one.share / one.part, one.key)
    )

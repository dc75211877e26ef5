"""Themes as they are published: how many people, where, and in whose words."""

from collections.abc import Iterable, Iterator

from engage.contributions.privacy import find_personal_details
from engage.core.disclosure import Figure, Whole
from engage.core.i18n import LANGUAGES
from engage.reports.document.figures import (
    Counting,
    Row,
    both,
    figure_cell,
    order_of,
    part_cells,
)
from engage.reports.queries import Text
from engage.themes.models import Theme
from engage.themes.queries import Member, ThemeWithMembers

MOST_QUOTES = 3
MOST_KEYWORDS = 8
SHORTEST_QUOTE, LONGEST_QUOTE = 25, 400


def is_named(theme: Theme) -> bool:
    """Return whether a theme is published by name: a person vouches for it.

    One that is not steady is vouched for only by somebody who read its texts, and the
    report says so.
    """
    return theme.is_signed_off


def published_theme_rows(counting: Counting) -> list[Row]:
    """Return the themes that are published by name, the largest first."""
    named = [item for item in counting.material.themes if is_named(item.theme)]
    return sorted((_row(counting, item) for item in named), key=order_of)


def other_themes(counting: Counting) -> Row:
    """Return how many people spoke of themes that are not published by name."""
    folded = [item for item in counting.material.themes if not is_named(item.theme)]
    voices = {member.voice for item in folded for member in item.members}
    return {"themes": len(folded), **_people(counting, "themes:other", voices)}


def outside_themes(counting: Counting) -> Row:
    """Return how many people wrote only what fits no theme."""
    themes = counting.material.themes
    placed = {member.voice for item in themes for member in item.members}
    return _people(counting, "themes:none", counting.writers - placed)


def _people(counting: Counting, name: str, voices: Iterable[str]) -> Row:
    return part_cells(_figure(counting, name, voices), counting.all_writers.figure)


def _figure(counting: Counting, name: str, voices: Iterable[str]) -> Figure:
    """Return how many of those who wrote speak of something."""
    return counting.rules.part(counting.cell(name), voices, counting.all_writers)


def _row(counting: Counting, item: ThemeWithMembers) -> Row:
    theme, name = item.theme, f"theme:{item.theme.key}"
    voices = frozenset(member.voice for member in item.members)
    whole = Whole(_figure(counting, name, voices), voices)
    catchments = _catchments(counting, name, whole)
    shown = {row["slug"] for row in catchments if row["people"]["value"] is not None}
    return {
        "id": theme.key,
        "label": both(theme.label),
        "description": both(theme.description),
        "keywords": {
            code: theme.keywords_in(code)[:MOST_KEYWORDS] for code in LANGUAGES
        },
        **part_cells(whole.figure, counting.all_writers.figure),
        "campaigns_once": _campaigns_once(counting, name, item.members, whole),
        "stability": theme.steadiness.value,
        "catchments": catchments,
        "parts": sorted(_parts(counting, item, whole), key=order_of),
        "quotes": [
            _quote(counting, text, shown) for text in _chosen_quotes(counting, item)
        ],
    }


def _campaigns_once(
    counting: Counting, name: str, members: Iterable[Member], whole: Whole
) -> Row | None:
    """Return the figure with each campaign as one voice; None where there is none."""
    if not any(member.campaign for member in members):
        return None
    tokens = {member.counted_as for member in members}
    cell = counting.cell(name, "campaigns:once")
    writers = counting.all_writers
    figure = counting.rules.part(cell, tokens, writers, whole.figure)
    return part_cells(figure, writers.figure)


def _catchments(counting: Counting, name: str, theme: Whole) -> list[Row]:
    """Return a row for each catchment, in the order of the catchments' names."""
    return [
        {"slug": place.slug, **_in_catchment(counting, name, theme, place.slug)}
        for place in counting.material.catchments
    ]


def _in_catchment(counting: Counting, name: str, theme: Whole, catchment: str) -> Row:
    whole = counting.writers_of(catchment)
    there = counting.from_catchment(theme.members, catchment)
    cell = counting.cell(name, f"catchment:{catchment}")
    figure = counting.rules.part(cell, there, whole, theme.figure)
    return part_cells(figure, whole.figure)


def _parts(counting: Counting, item: ThemeWithMembers, whole: Whole) -> Iterator[Row]:
    """Yield the parts that have a label in both languages and are steady enough."""
    for part in item.parts:
        if not (part.label.is_complete and part.is_steady_enough):
            continue
        voices = {member.voice for member in item.members_of(part)}
        cell = counting.cell(f"theme:{item.theme.key}", f"part:{part.key}")
        figure = counting.rules.part(cell, voices, whole)
        if figure.value is not None:
            yield {
                "id": part.key,
                "label": both(part.label),
                "people": figure_cell(figure),
            }


def _chosen_quotes(counting: Counting, item: ThemeWithMembers) -> list[Text]:
    """Return texts that may be quoted, the most telling first, one a person."""
    texts = counting.material.texts
    ordered = [*item.theme.quotes, *(one.contribution_id for one in item.members)]
    inside = {member.contribution_id for member in item.members}
    chosen: dict[str, Text] = {}
    for number in dict.fromkeys(ordered):
        text = texts.get(number) if number in inside else None
        if text is not None and _may_quote(counting, text):
            chosen.setdefault(text.voice, text)
        if len(chosen) == MOST_QUOTES:
            break
    return list(chosen.values())


def _may_quote(counting: Counting, text: Text) -> bool:
    """Return whether words are of a length to be quoted, and may be."""
    is_telling = SHORTEST_QUOTE <= len(text.words) <= LONGEST_QUOTE
    return is_telling and is_cleared_text(counting, text)


def is_cleared_text(counting: Counting, text: Text) -> bool:
    """Return whether words may be published (rule 19).

    Consent and a person's clearance; or words that were public before they came here
    and hold no personal details, unless a person refused them.
    """
    if text.is_quotable or text.is_refused:
        return text.is_quotable
    was_public = counting.material.consultation.has_public_source
    return was_public and not find_personal_details(text.words, text.language)


def _quote(counting: Counting, text: Text, shown: set[str]) -> Row:
    """Return a quote; its catchment only where that cell is published anyway."""
    catchment = counting.material.people[text.voice].catchment
    return {
        "id": text.public_id,
        "text": text.words,
        "language": text.language,
        "catchment": catchment if catchment in shown else None,
        "gone": None,
    }

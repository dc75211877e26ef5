"""The summary: a sentence a figure, made from the published numbers alone.

Each sentence is written in both languages side by side, so that the two can be read
against each other. Only rounded figures come in here.
"""

from collections.abc import Iterator
from datetime import date

from engage.core.i18n import Bilingual
from engage.reports.document.figures import Row
from engage.reports.document.places import themes_apart
from engage.reports.document.wording import (
    NBSP,
    capital,
    day,
    joined,
    number,
    of_place,
    percent,
    pictured,
    quoted,
    without_hint,
)


def summary(document: Row, today: date) -> list[dict[str, str]]:
    """Return the sentences of the summary, about five."""
    made = [
        _took_part(document, today),
        _largest(document),
        _next_ones(document),
        _stands_out(document),
        *_answers(document),
        _voted(document),
        _outside(document),
    ]
    return [{"en": one.en, "fr": one.fr} for one in made if one is not None]


def _took_part(document: Row, today: date) -> Bilingual | None:
    who, asked = document["who"], document["consultation"]
    people = who["people"]["value"]
    if people is None:
        return None
    begun = day(date.fromisoformat(asked["opens_on"]))
    closes = date.fromisoformat(asked["closes_on"])
    ended, many = day(min(closes, today)), number(people)
    french = _people_in(document, "fr")
    also = Bilingual()
    if french is not None and french < people:
        some = number(french)
        also = Bilingual(
            f"; about {some.en} of them answered in French",
            f"; environ {some.fr} l’ont fait en français",
        )
    verb = Bilingual("took part", "ont participé")
    if document["statements"] is not None:  # who only voted is counted apart
        verb = Bilingual("wrote or answered", "ont écrit ou répondu")
    return Bilingual(
        f"About {many.en} people {verb.en} from {begun.en} to {ended.en}{also.en}.",
        f"Environ {many.fr} personnes {verb.fr} du {begun.fr} au {ended.fr}{also.fr}.",
    )


def _people_in(document: Row, language: str) -> int | None:
    rows = document["who"]["languages"]
    found = (row["people"]["value"] for row in rows if row["id"] == language)
    return next(found, None)


def _largest(document: Row) -> Bilingual | None:
    themes = document["themes"]
    if not themes or themes[0]["share"] is None:
        return None
    name, share = quoted(themes[0]["label"]), themes[0]["share"]
    low, high = percent(share["low"]), percent(share["high"])
    part, told = percent(share["value"]), pictured(share["value"])
    begins = _first_words(document)
    return Bilingual(
        f"{begins.en} is {name.en}: {told.words.en} who wrote to us speak of "
        f"it ({part.en}, between {low.en} and {high.en}).",
        f"{begins.fr} est {name.fr}{NBSP}: parmi les personnes qui nous ont écrit, "
        f"{told.short_french} {told.verb('en parle', 'en parlent')} "
        f"({part.fr}, entre {low.fr} et {high.fr}).",
    )


def _first_words(document: Row) -> Bilingual:
    """Return how the largest theme is called, where others may be larger."""
    if document["other_themes"]["themes"]:
        return Bilingual(
            "Of the themes named here, the one raised most",
            "Parmi les thèmes nommés ici, celui qui revient le plus",
        )
    return Bilingual("The theme raised most", "Le thème qui revient le plus")


def _next_ones(document: Row) -> Bilingual | None:
    following = [one for one in document["themes"][1:3] if one["share"] is not None]
    if not following:
        return None
    named = []
    for theme in following:
        name, part = quoted(theme["label"]), percent(theme["share"]["value"])
        named.append(Bilingual(f"{name.en} ({part.en})", f"{name.fr} ({part.fr})"))
    both = joined(named)
    verb = ("comes", "vient") if len(named) == 1 else ("come", "viennent")
    return Bilingual(f"Next {verb[0]} {both.en}.", f"Ensuite {verb[1]} {both.fr}.")


def _stands_out(document: Row) -> Bilingual | None:
    """Return where a theme is spoken of most clearly more than elsewhere."""
    found = max(
        (one for one in themes_apart(document) if one.difference > 0),
        key=lambda one: (one.difference, one.slug),
        default=None,
    )
    if found is None:
        return None
    slug, theme, there = found.slug, found.theme, found.there
    names = {row["slug"]: row["name"] for row in document["who"]["catchments"]}
    place, name = names[slug], quoted(theme["label"])
    here, everywhere = percent(there["value"]), percent(theme["share"]["value"])
    return Bilingual(
        f"In {place['en']}, {name.en} is raised more often than elsewhere: {here.en} "
        f"of the people who wrote there speak of it, against {everywhere.en} overall.",
        f"Dans la région désignée {of_place(place['fr'])}, {name.fr} revient plus "
        f"souvent qu’ailleurs{NBSP}: {here.fr} des personnes qui y ont écrit en "
        f"parlent, contre {everywhere.fr} dans l’ensemble.",
    )


def _answers(document: Row) -> Iterator[Bilingual]:
    """Yield a sentence for the first ranking and one for the first scale."""
    rankings = [one for one in document["questions"] if one["kind"] == "ranking"]
    scales = [one for one in document["questions"] if one["kind"] == "scale"]
    for question in rankings[:1]:
        first = question["options"][0]
        if first["share"] is not None:
            name, told = quoted(first["label"]), pictured(first["share"]["value"])
            part = percent(first["share"]["value"])
            yield Bilingual(
                f"Asked to rank, {told.words.en} who answered place {name.en} among "
                f"their first three ({part.en}), more than anything else.",
                f"Au classement, {told.words.fr} "
                f"{told.verb('place', 'placent')} {name.fr} parmi les trois premiers "
                f"choix ({part.fr}), plus que tout autre élément.",
            )
    for question in scales[:1]:
        if question["mean"] is not None:
            title = quoted(without_hint(question["title"]))
            mean, top = number(question["mean"]), question["options"][-1]["id"]
            yield Bilingual(
                f"On the question {title.en}, the average answer is {mean.en} out of "
                f"{top}.",
                f"À la question {title.fr}, la réponse moyenne est de {mean.fr} "
                f"sur{NBSP}{top}.",
            )


def _voted(document: Row) -> Bilingual | None:
    statements = document["statements"]
    if statements is None:
        return None
    top, voters = statements["agreed"][0], number(statements["voters"])
    share = top["agrees"] / (top["agrees"] + top["disagrees"] + top["passes"])
    part = percent(share)
    return Bilingual(
        f"{voters.en} people voted on what others wrote; the statement most of them "
        f"share has the agreement of {part.en}.",
        f"{voters.fr} personnes ont voté sur les propos des autres; l’énoncé le plus "
        f"partagé recueille {part.fr} d’accord.",
    )


def _outside(document: Row) -> Bilingual | None:
    share = document["outside_themes"]["share"]
    if share is None:
        return None
    told, part = pictured(share["value"]), percent(share["value"])
    first = capital(told.words)
    return Bilingual(
        f"{first.en} who wrote to us ({part.en}) said only what fits no theme; their "
        "number is in the total.",
        f"Parmi les personnes qui nous ont écrit, {told.short_french} ({part.fr}) "
        f"{told.verb('n’a', 'n’ont')} tenu que des propos qui n’entrent dans aucun "
        "thème; ces personnes sont comprises dans le total.",
    )

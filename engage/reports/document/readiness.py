"""The checks before an edition goes out, each with what it found, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.contributions.privacy import find_personal_details
from engage.core.disclosure import Disclosure
from engage.core.i18n import gettext as _
from engage.core.i18n import inner_quotes, ngettext
from engage.reports.document.checks import (
    consultation_blocks,
    language_blocks,
    people_blocks,
    theme_blocks,
)
from engage.reports.document.figures import Row
from engage.reports.queries import Material


@dataclass(frozen=True)
class Check:
    """One check: its name, what it found, and what must be done first, if anything.

    `doubts` do not keep an edition from going out; a person should look at them.
    `is_later` says that it is done when the edition is made.
    """

    name: str
    told: str
    problems: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    is_later: bool = False


def checklist(
    material: Material, document: Row, rules: Disclosure, unchanged: str
) -> list[Check]:
    """Return all checks of a draft: gates, languages, consent, change, disclosure."""
    gates = [*consultation_blocks(material), *people_blocks(material, rules)]
    themes = theme_blocks(material)
    languages = language_blocks(material)
    named = len(document["themes"])
    return [
        Check(
            _("Enough people, and an open door"),
            _("The consultation is public and enough people took part."),
            tuple(gates),
        ),
        Check(
            _("Themes that somebody vouches for"),
            ngettext(
                "%(num)s theme is signed off.", "%(num)s themes are signed off.", named
            ),
            tuple(themes),
        ),
        Check(
            _("Both languages"),
            _("Every title that goes out stands in English and in French."),
            tuple(languages),
        ),
        _words(document),
        Check(
            _("Enough that is new"),
            _("This is the first edition.")
            if document["edition"]["number"] == 1
            else _(
                "Enough people’s answers are new or changed since the edition before."
            ),
            (unchanged,) if unchanged else (),
        ),
        _figures(document),
    ]


def _words(document: Row) -> Check:
    quotes = [row for theme in document["themes"] for row in theme["quotes"]]
    return Check(
        _("Consent and clearance"),
        _(
            "%(quotes)d quotes and %(texts)d whole texts go out. Each has its author’s "
            "consent and a person’s clearance, or was public before.",
            quotes=len(quotes),
            texts=len(document["texts"]),
        ),
        doubts=tuple(_doubtful(quotes)),
    )


def _doubtful(quotes: Sequence[Row]) -> list[str]:
    """Return the cleared words in which something still looks like a detail."""
    return [
        _(
            "Read this quote again, it may tell who wrote it: “%(words)s”",
            words=inner_quotes(text),
        )
        for row in quotes
        if find_personal_details(text := row["text"], row["language"])
    ]


def _enough_new(document: Row) -> str:
    words: str = _(
        "Enough people’s answers are new or changed since the edition before."
    )
    return (
        _("This is the first edition.") if document["edition"]["number"] == 1 else words
    )


def _figures(document: Row) -> Check:
    withheld = document["withheld"]
    rounded = ngettext(
        "Every figure is rounded; %(num)s is not shown.",
        "Every figure is rounded; %(num)s are not shown.",
        withheld,
    )
    attacked = _(
        "Before the edition goes out, a program tries to work out what is hidden, "
        "alone and together with the edition before. If it succeeds, nothing is "
        "published."
    )
    if not withheld:
        rounded = _("Every figure is rounded, and every one is shown.")
    return Check(
        _("Nothing hidden comes out"),
        f"{rounded} {attacked}",
        is_later=True,
    )

"""Change a draft piece by piece, and what stands above its questions."""

import re
from dataclasses import dataclass
from typing import Any

from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import Bilingual, current_language
from engage.core.i18n import gettext as _
from engage.core.text import has_unusable_characters
from engage.surveys.actions.editing import edit_draft
from engage.surveys.fault_words import told_faults
from engage.surveys.models import Survey
from engage.surveys.questions.outline import broken_by

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
# Addresses of staff pages: no survey can have them.
TAKEN = frozenset({"new"})
LONGEST_TITLE = 200
LONGEST_INTRO = 1000


def rewrite_draft(
    survey: Survey, definition: dict[str, Any], *, version: int, by: Actor
) -> None:
    """Keep a changed draft, unless the change breaks what was whole.

    Raises:
        Conflict: Somebody else changed the survey since `version`.
        Invalid: A question would depend on one that comes later, or the like.
    """
    broken = broken_by(survey.draft, definition)
    if broken:
        told = told_faults(definition, broken, current_language())
        sentences = (f"{_('%(what)s:', what=what)} {why}" for _fault, what, why in told)
        fields = {fault.where: why for fault, _what, why in told}
        raise Invalid(" ".join(dict.fromkeys(sentences)), fields)
    edit_draft(survey, definition, version=version, by=by)


@dataclass(frozen=True)
class Described:
    """What a survey is called, and how what people write appears to others."""

    title: Bilingual
    intro: Bilingual
    moderation: str
    shows_similar: bool = False


def describe_survey(
    survey: Survey, words: Described, *, version: int, by: Actor
) -> None:
    """Change what a survey is called, its introduction, and how texts appear.

    Raises:
        Conflict: Somebody else changed the survey since `version`.
        Invalid: A text is too long, unusable, or missing where people read it now.
    """
    with transaction() as current:
        fresh = current.get_one(Survey, survey.id)
        if fresh.version != version:
            raise Conflict
        check_words(words.title, words.intro, is_public=fresh.number > 0)
        fresh.title, fresh.intro = words.title, words.intro
        fresh.moderation = words.moderation
        fresh.shows_similar = words.shows_similar
        record(current, "surveys.survey.described", by=by, subject=("survey", fresh.id))


def check_address(slug: str) -> None:
    """Refuse an address that a survey cannot have.

    Raises:
        Invalid: It is not small letters, digits and hyphens, or taken by a page.
    """
    if not SLUG.fullmatch(slug) or slug in TAKEN:
        words = _("Use small letters, digits and hyphens, such as jobs-in-the-north.")
        raise Invalid(words, {"slug": words})


def check_words(title: Bilingual, intro: Bilingual, *, is_public: bool) -> None:
    """Refuse words that a page cannot show.

    Raises:
        Invalid: A text is too long, unusable or missing; `fields` names which.
    """
    told: dict[str, str] = {}
    limits = (("title", title, LONGEST_TITLE), ("intro", intro, LONGEST_INTRO))
    for name, pair, limit in limits:
        for code in ("en", "fr"):
            text = getattr(pair, code)
            if len(text) > limit:
                told[f"{name}_{code}"] = _(
                    "Shorten this text to %(limit)s characters.", limit=limit
                )
            elif has_unusable_characters(text):
                told[f"{name}_{code}"] = _(
                    "Take out the characters that cannot be shown, then send again."
                )
    if not (title.en or title.fr):
        told["title_en"] = _("Write a title, in one language at least.")
    missing = title.missing_languages or (
        intro.missing_languages if intro.en or intro.fr else []
    )
    if is_public and missing:
        told[f"title_{missing[0]}"] = _("Write it in both languages.")
    if told:
        raise Invalid(next(iter(told.values())), told)

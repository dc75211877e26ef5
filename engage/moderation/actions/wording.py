"""Take personal details out of the public words; say in what language a text is."""

from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from engage.contributions.models import Contribution, EarlierWording
from engage.contributions.privacy import (
    Found,
    find_personal_details,
    find_words,
    redacted,
)
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record, record_detailed
from engage.core.db import transaction
from engage.core.errors import Invalid
from engage.core.events import announce
from engage.core.i18n import LANGUAGES
from engage.core.i18n import gettext as _
from engage.moderation import queries
from engage.moderation.actions.rows import decision_row, load, write
from engage.moderation.models import ModerationDecision, Verdict


def redact(
    contribution: Contribution,
    *,
    chosen: Collection[int] | None = None,
    words: Sequence[str] = (),
    version: int,
    by: Actor,
) -> ModerationDecision:
    """Put marks in the place of personal details: what is public, and counted, is that.

    `chosen` are places in the list of details that were found, None for all of them;
    `words` are further words to take out wherever they stand. The original stays,
    where only those who ask for it read it, and that is audited (rule 33).

    Raises:
        NotFound, NotAllowed, Conflict, Gone: As in `decide`.
        Invalid: There is nothing to take out.
    """
    with transaction() as current:
        fresh = load(current, {contribution.id: version}, by=by)[0]
        details = _details(fresh, chosen, words)
        row = decision_row(fresh, fresh.status, Verdict("redact"), by, clock.now())
        keep_wording(current, fresh, "redacted")
        fresh.text = redacted(fresh.text, fresh.language, details)
        write(current, [fresh], [row])
        announce("contribution.redacted", current=current, contributions=[fresh.id])
        record_detailed(
            current,
            "moderation.contribution.redacted",
            by=by,
            subject=("contribution", fresh.id),
            detail=dict(Counter(item.kind or "words" for item in details)),
        )
    return row


def set_language(
    contribution: Contribution, language: str, *, version: int, by: Actor
) -> None:
    """Correct the language a text is said to be in.

    Raises:
        NotFound, NotAllowed, Conflict, Gone: As in `decide`.
        Invalid: It is neither English nor French.
    """
    if language not in LANGUAGES:
        raise Invalid(_("Choose English or French."))
    with transaction() as current:
        fresh = load(current, {contribution.id: version}, by=by)[0]
        fresh.language = language
        flag_modified(fresh, "language")
        record_detailed(
            current,
            "moderation.contribution.language_set",
            by=by,
            subject=("contribution", fresh.id),
            detail={"language": language},
        )


def read_originals(contribution: Contribution, *, by: Actor) -> list[EarlierWording]:
    """Return what a text said before it was changed; the reading is audited.

    Raises:
        NotFound, NotAllowed, Gone: As in `decide`.
    """
    with transaction() as current:
        fresh = load(current, {contribution.id: contribution.version}, by=by)[0]
        subject = ("contribution", fresh.id)
        record(current, "moderation.original.read", by=by, subject=subject)
        return queries.list_earlier_wordings(fresh.id)


def keep_wording(current: Session, contribution: Contribution, cause: str) -> None:
    """Keep the words of now as earlier ones, before they change; unclear the quote."""
    current.add(
        EarlierWording(
            contribution_id=contribution.id,
            version=contribution.version,
            cause=cause,
            text=contribution.text,
            changed_on=clock.today(),
        )
    )
    contribution.is_cleared, contribution.cleared_text = False, None


def _details(
    contribution: Contribution, chosen: Collection[int] | None, words: Sequence[str]
) -> list[Found]:
    found = find_personal_details(contribution.text, contribution.language)
    if chosen is not None:
        found = [item for place, item in enumerate(found) if place in chosen]
    for more in words:
        found += find_words(contribution.text, more.strip())
    if not found:
        told = _("Choose what to take out, or write the words.")
        raise Invalid(told, {"words": told})
    return found

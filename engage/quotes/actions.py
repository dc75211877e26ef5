"""Saying whether words may be quoted: cleared, refused, taken back (rule 19).

The original is never written over: edited words stand beside it.
"""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from engage.contributions.models import Contribution, QuoteVerdict
from engage.contributions.privacy import find_personal_details
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record, record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.events import announce
from engage.core.i18n import gettext as _
from engage.core.written import Faults, checked_text, refuse_faults
from engage.quotes.policy import may_clear_quotes

LONGEST_WORDS = 5000


def clear_quote(
    text: Contribution, words: str, *, version: int, is_read: bool = False, by: Actor
) -> None:
    """Say that words may be quoted, as they are or as edited.

    `is_read` says that the person has looked at what is marked as personal details,
    and that it tells nobody who wrote it.

    Raises:
        Conflict: The text is not the one that was read any more.
        Invalid: Its author did not agree, it is not approved, the edited words cannot
            be used, or what looks like personal details is left in them.
        NotAllowed: The actor does not clear quotes.
    """
    _require(by)
    edited = _checked(words)
    with transaction() as current:
        fresh = _loaded(current, text, version)
        if not (fresh.may_quote and fresh.status == "approved"):
            raise Invalid(_("Only approved texts whose author agreed may be quoted."))
        if not is_read and find_personal_details(edited, fresh.language):
            told = _(
                "Take out what is marked, or say that it tells nobody who wrote it."
            )
            raise Invalid(told, {"is_read": told})
        fresh.cleared_text = None if edited == fresh.text else edited
        fresh.is_cleared = True
        _note(current, fresh, "cleared", by)


def clear_together(
    consultation_id: int, versions: Mapping[int, int], *, by: Actor
) -> int:
    """Clear many texts (ids and the versions that were read); return how many.

    What has changed since, or holds what looks like personal details, is left waiting.

    Raises:
        NotAllowed: The actor does not clear quotes.
    """
    _require(by)
    with transaction() as current:
        found = current.scalars(
            select(Contribution).where(
                Contribution.consultation_id == consultation_id,
                Contribution.id.in_(versions),
                Contribution.status == "approved",
                Contribution.may_quote,
                Contribution.is_cleared.is_(False),
            )
        )
        free = [
            item.id
            for item in found
            if versions[item.id] == item.version
            and not find_personal_details(item.text, item.language)
        ]
        _clear_all(current, free, by)
        record_detailed(
            current,
            "quotes.texts.cleared",
            by=by,
            subject=("consultation", consultation_id),
            detail={"contributions": len(free)},
        )
    return len(free)


def refuse_quote(text: Contribution, *, version: int, by: Actor) -> None:
    """Say that words are not quoted; an edition that quotes them is revised.

    Raises:
        Conflict: The text is not the one that was read any more.
        NotAllowed: The actor does not clear quotes.
    """
    _end_clearance(text, "refused", version, by)


def take_back(text: Contribution, *, version: int, by: Actor) -> None:
    """Take a verdict back: the words wait again, as their author wrote them.

    Raises:
        Conflict: The text is not the one that was read any more.
        NotAllowed: The actor does not clear quotes.
    """
    _end_clearance(text, "reopened", version, by)


def _end_clearance(text: Contribution, verdict: str, version: int, by: Actor) -> None:
    _require(by)
    with transaction() as current:
        fresh = _loaded(current, text, version)
        was_cleared = fresh.is_cleared
        fresh.is_cleared, fresh.cleared_text = False, None
        _note(current, fresh, verdict, by)
        if was_cleared:
            announce("quote.ended", current=current, contributions=[fresh.id])


def _require(by: Actor) -> None:
    if not may_clear_quotes(by):
        raise NotAllowed(_("Only publishers say which words are quoted."))


def _checked(words: str) -> str:
    """Return words as they are quoted.

    Raises:
        Invalid: They are blank, too long, or hold what no page can show.
    """
    faults: Faults = {}
    clean = checked_text("words", words, LONGEST_WORDS, faults)
    if not clean:
        faults.setdefault("words", _("Write the words that are quoted."))
    refuse_faults(faults)
    return clean


def _loaded(current: Session, text: Contribution, version: int) -> Contribution:
    fresh = current.get_one(Contribution, text.id)
    if fresh.version != version:
        raise Conflict(_("Somebody changed this text in the meantime."))
    return fresh


def _note(current: Session, text: Contribution, verdict: str, by: Actor) -> None:
    row = current.get(QuoteVerdict, text.id) or QuoteVerdict(contribution_id=text.id)
    row.verdict, row.decided_at = verdict, clock.now()
    row.by_id, row.by_name = by.user_id, by.name
    current.add(row)
    # A verdict ends what others have read of it, even where no word changes.
    flag_modified(text, "is_cleared")
    about = ("contribution", text.id)
    record(current, f"quotes.text.{verdict}", by=by, subject=about)


def _clear_all(current: Session, ids: list[int], by: Actor) -> None:
    chosen = Contribution.id.in_(ids)
    raised = {"is_cleared": True, "version": Contribution.version + 1}
    current.execute(update(Contribution).where(chosen).values(raised))
    known = set(
        current.scalars(
            select(QuoteVerdict.contribution_id).where(
                QuoteVerdict.contribution_id.in_(ids)
            )
        )
    )
    said = {"verdict": "cleared", "decided_at": clock.now()}
    said |= {"by_id": by.user_id, "by_name": by.name}
    about = QuoteVerdict.contribution_id.in_(known)
    current.execute(update(QuoteVerdict).where(about).values(said))
    current.add_all(
        QuoteVerdict(contribution_id=id_, **said) for id_ in ids if id_ not in known
    )

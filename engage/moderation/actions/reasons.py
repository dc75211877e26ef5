"""Choose the coded reasons of a consultation, before it opens."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Closed, Invalid
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.text import clean_text, is_blank
from engage.core.tokens import new_public_id
from engage.moderation.models import LONGEST_REASON, MOST_REASONS, ModerationReason

CODE = re.compile(r"[a-z0-9_-]{1,40}")


@dataclass(frozen=True)
class ReasonWords:
    """A reason as it is chosen; a new one has no code yet."""

    label: Bilingual
    code: str = ""


def set_reasons(
    consultation: Consultation, reasons: Sequence[ReasonWords], *, by: Actor
) -> None:
    """Give a consultation its own reasons; none at all means the usual ones.

    Raises:
        Closed: It has opened: what people were told stays.
        Invalid: A reason lacks a language, is too long, or there are too many.
    """
    codes = [reason.code for reason in reasons]
    checked = [
        _checked(reason, is_first=reason.code not in codes[:place])
        for place, reason in enumerate(reasons)
    ]
    if len(checked) > MOST_REASONS:
        raise Invalid(_("Choose at most %(most)s reasons.", most=MOST_REASONS))
    with transaction() as current:
        fresh = current.get_one(Consultation, consultation.id)
        if fresh.state != "draft":
            raise Closed(_("It is open: its reasons stay as people were told."))
        own = ModerationReason.consultation_id == fresh.id
        current.execute(delete(ModerationReason).where(own))
        for position, reason in enumerate(checked, 1):
            current.add(
                ModerationReason(
                    consultation_id=fresh.id,
                    code=reason.code or f"r-{new_public_id()[:8]}",
                    label=reason.label,
                    position=position,
                )
            )
        record_detailed(
            current,
            "moderation.reasons.set",
            by=by,
            subject=("consultation", fresh.id),
            detail={"reasons": len(checked)},
        )


def _checked(reason: ReasonWords, *, is_first: bool) -> ReasonWords:
    """Return a reason as it is kept; a code that cannot be kept is given anew."""
    try:
        label = Bilingual(clean_text(reason.label.en), clean_text(reason.label.fr))
    except ValueError as error:
        raise Invalid(_("This holds characters that cannot be used.")) from error
    if is_blank(label.en) or is_blank(label.fr):
        raise Invalid(_("Write each reason in both languages."))
    if max(len(label.en), len(label.fr)) > LONGEST_REASON:
        most = LONGEST_REASON
        raise Invalid(
            _("A reason is too long: %(most)s characters at most.", most=most)
        )
    has_code = is_first and CODE.fullmatch(reason.code) is not None
    return ReasonWords(label, reason.code if has_code else "")

"""What people agree to: each change is a new version, responses keep theirs."""

from engage.consultations.actions.drafting import mark_changed
from engage.consultations.actions.stepping import require_complete
from engage.consultations.facts import clean_pair
from engage.consultations.models import ConsentText, Consultation
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.written import refuse_faults


def renew_consent(
    consultation: Consultation,
    participation: Bilingual,
    quoting: Bilingual,
    *,
    number: int,
    by: Actor,
) -> ConsentText:
    """Put a new consent text in force; the old ones stay for those who agreed to them.

    `number` is the version in force that the new one replaces. An unchanged text makes
    no new version.

    Raises:
        Conflict: Somebody else put another version in force.
        Invalid: A text cannot be used, or is missing in one language where everybody
            sees the consultation.
    """
    faults: dict[str, str] = {}
    wanted = (
        clean_pair("participation", participation, faults),
        clean_pair("quoting", quoting, faults),
    )
    refuse_faults(faults)
    with transaction() as current:
        fresh = current.get_one(Consultation, consultation.id)
        newest = fresh.consent
        if (newest.number if newest else 0) != number:
            raise Conflict(_("Somebody changed the consent text in the meantime."))
        if newest and (newest.participation, newest.quoting) == wanted:
            return newest
        made = ConsentText(
            number=number + 1, participation=wanted[0], quoting=wanted[1]
        )
        fresh.consent_texts.append(made)
        if fresh.is_public:
            require_complete(fresh)
        mark_changed(fresh)
        record_detailed(
            current,
            "consultations.consent.renewed",
            by=by,
            subject=("consultation", fresh.id),
            detail={"number": made.number},
        )
    return made

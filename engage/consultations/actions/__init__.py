"""Verbs about consultations."""

from engage.consultations.actions.carrying import (
    export_consultation,
    import_consultation,
)
from engage.consultations.actions.consenting import renew_consent
from engage.consultations.actions.copying import duplicate_consultation
from engage.consultations.actions.drafting import (
    add_consultation,
    create_consultation,
    edit_consultation,
)
from engage.consultations.actions.stepping import (
    STEPS,
    advance_consultation,
    take_step,
)
from engage.consultations.facts import ConsultationFacts, Copy

__all__ = [
    "STEPS",
    "ConsultationFacts",
    "Copy",
    "add_consultation",
    "advance_consultation",
    "create_consultation",
    "duplicate_consultation",
    "edit_consultation",
    "export_consultation",
    "import_consultation",
    "renew_consent",
    "take_step",
]

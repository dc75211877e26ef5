"""A whole consultation as one JSON file: out of one installation, into another.

The file is an object: `schema`, `exported_on`, `consultation`, and one list for each
part that a room has named (see `consultations.parts`).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.consultations.actions.drafting import COLUMNS, add_consultation
from engage.consultations.actions.stepping import require_complete
from engage.consultations.facts import ConsultationFacts, clean_pair
from engage.consultations.models import STATES, ConsentText, Consultation
from engage.consultations.parts import list_parts
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid
from engage.core.failpoints import reach
from engage.core.i18n import LANGUAGES, Bilingual
from engage.core.i18n import gettext as _
from engage.core.written import refuse_faults

SCHEMA = "engage.consultation/1"
PAIRS = frozenset(
    {
        "title",
        "summary",
        "purpose",
        "outcome",
        "contact",
        "sample_notice",
        "attribution",
    }
)
DAYS = frozenset({"opens_on", "closes_on"})
MOST_CONSENT_TEXTS = 1000


def export_consultation(consultation: Consultation, *, by: Actor) -> Iterator[str]:
    """Return the file of a whole consultation, piece by piece; the export is audited.

    It holds every word as it was given, whatever its status: it is for those who may
    read them all.
    """
    with transaction() as current:
        fresh = current.get_one(Consultation, consultation.id)
        record(
            current,
            "consultations.consultation.exported",
            by=by,
            subject=("consultation", fresh.id),
        )
    return _written(fresh)


def _written(consultation: Consultation) -> Iterator[str]:
    head = {
        "schema": SCHEMA,
        "exported_on": clock.today(consultation.zone).isoformat(),
        "consultation": _own_facts(consultation),
    }
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    for part in list_parts():
        yield f",\n {json.dumps(part.name)}: ["
        for number, item in enumerate(part.dump(consultation)):
            yield (",\n  " if number else "\n  ") + json.dumps(item, ensure_ascii=False)
        yield "]"
    yield "\n}\n"


def _own_facts(consultation: Consultation) -> dict[str, Any]:
    facts = {name: _plain(getattr(consultation, name)) for name in COLUMNS}
    return {
        **facts,
        "state": consultation.state,
        "catchments": [place.slug for place in consultation.catchments],
        "consent_texts": [
            {
                "number": item.number,
                "participation": asdict(item.participation),
                "quoting": asdict(item.quoting),
            }
            for item in consultation.consent_texts
        ],
    }


def _plain(value: object) -> object:
    if isinstance(value, Bilingual):
        return asdict(value)
    return value.isoformat() if isinstance(value, date) else value


def import_consultation(document: object, *, by: Actor) -> Consultation:
    """Make a consultation, and all that rooms keep of it, from the content of a file.

    All of it or nothing.

    Raises:
        Conflict: The consultation, or something in it, is here already.
        Invalid: The file is not one of ours, or something in it cannot be used.
        NotFound: A catchment does not exist here.
    """
    own, parts = _read(document)
    try:
        with transaction() as current:
            made = _make(current, own, by=by)
            reach("import.mid")
            for part in list_parts():
                if part.name in parts:
                    part.load(current, made, parts[part.name], by)
            record(
                current,
                "consultations.consultation.imported",
                by=by,
                subject=("consultation", made.id),
            )
    except IntegrityError as error:
        told = _("Something in this file is here already. Nothing was imported.")
        raise Conflict(told) from error
    return made


def _read(document: object) -> tuple[Mapping[str, Any], dict[str, list[Any]]]:
    """Return the consultation's own facts and the lists of the parts."""
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise Invalid(_("This is not the file of a consultation."))
    own = document.get("consultation")
    parts = {
        name: items
        for name, items in document.items()
        if name not in {"schema", "exported_on", "consultation"}
    }
    known = {part.name for part in list_parts()}
    strange = sorted(set(parts) - known)
    if strange:
        raise Invalid(_("Nothing here can read “%(name)s”.", name=strange[0]))
    are_lists = all(isinstance(items, list) for items in parts.values())
    if not isinstance(own, dict) or not are_lists:
        raise Invalid(_("This is not the file of a consultation."))
    return own, parts


def _make(current: Session, own: Mapping[str, Any], *, by: Actor) -> Consultation:
    consents = _consents(own)
    slugs = own.get("catchments", [])
    if not _are_strings(slugs):
        raise _unreadable("catchments")
    made = add_consultation(current, _facts(own), catchments=slugs, by=by)
    if consents:
        made.consent_texts[0].participation = consents[0].participation
        made.consent_texts[0].quoting = consents[0].quoting
        made.consent_texts.extend(consents[1:])
    state = own.get("state", "draft")
    if state not in STATES:
        raise _unreadable("state")
    made.state = state
    if made.is_public:
        require_complete(made)
    current.flush()
    return made


def _facts(own: Mapping[str, Any]) -> ConsultationFacts:
    values: dict[str, Any] = {}
    for name in COLUMNS:
        if own.get(name) is not None:
            values[name] = _value(name, own[name])
    for name in ("slug", "title", "summary", *DAYS):
        if name not in values:
            raise _unreadable(name)
    return ConsultationFacts(**values)


def _value(name: str, given: object) -> object:
    if name in PAIRS:
        return _pair(name, given)
    if name in DAYS:
        try:
            return date.fromisoformat(given)  # type: ignore[arg-type]
        except (TypeError, ValueError) as error:
            raise _unreadable(name) from error
    wanted = int if name == "retention_months" else str
    if not isinstance(given, wanted) or isinstance(given, bool):
        raise _unreadable(name)
    return given


def _pair(name: str, given: object) -> Bilingual:
    if not isinstance(given, dict) or not set(given) <= set(LANGUAGES):
        raise _unreadable(name)
    if not _are_strings(list(given.values())):
        raise _unreadable(name)
    return Bilingual(**given)


def _consents(own: Mapping[str, Any]) -> list[ConsentText]:
    """Return the consent texts in order; their numbers run from 1."""
    given = own.get("consent_texts", [])
    if not isinstance(given, list) or len(given) > MOST_CONSENT_TEXTS:
        raise _unreadable("consent_texts")
    made, faults = [], dict[str, str]()
    for number, item in enumerate(given, 1):
        if not isinstance(item, dict) or item.get("number") != number:
            raise _unreadable("consent_texts")
        texts = {
            name: clean_pair(name, _pair(name, item.get(name)), faults)
            for name in ("participation", "quoting")
        }
        made.append(ConsentText(number=number, **texts))
    refuse_faults(faults)
    return made


def _are_strings(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(item, str) for item in given)


def _unreadable(name: str) -> Invalid:
    told = _("“%(name)s” is missing in the file or cannot be read.", name=name)
    return Invalid(told, {name: told})

"""Doors that write the working copy of a design; each edit names its version."""

from typing import Any

from flask import Response, jsonify

from engage.catchments.models import Catchment
from engage.core.errors import VersionMissing
from engage.core.i18n import Bilingual
from engage.designs import actions, queries
from engage.designs.api.schemas import (
    AnswerInput,
    DispositionSchema,
    TextInput,
    TextSchema,
    bp,
)
from engage.designs.facts import AnswerFacts, TextFacts
from engage.designs.models import DesignElement, DesignText
from engage.designs.policy import may_read_drafts, may_write_designs
from engage.web.access import current_actor, guarded
from engage.web.api import IfMatch, asked_version, scoped, with_version


@bp.get("/designs/<catchment>/elements/<element>")
@scoped("reports:publish")
@guarded(may_read_drafts, by=queries.get_own_catchment)
@bp.gives(TextSchema)
def show_text(catchment: Catchment, element: str) -> Response:
    """Show what the working copy says of an element."""
    found = queries.get_element(current_actor(), element)
    return _text_reply(catchment, found)


@bp.put("/designs/<catchment>/elements/<element>")
@scoped("reports:publish")
@guarded(may_write_designs, by=queries.get_own_catchment)
@bp.headers(IfMatch)
@bp.body(TextInput)
@bp.gives(TextSchema)
def write_text(
    catchment: Catchment, headers: dict[str, Any], sent: dict[str, Any], element: str
) -> Response:
    """Write what a design says of an element; earlier versions stay."""
    found = queries.get_element(current_actor(), element)
    known = queries.get_design(catchment).texts.get(found.id)
    facts = TextFacts(
        text=Bilingual(**sent["text"]),
        section=sent["section"],
        state=sent["status"],
        status_on=sent["status_on"],
        status_reason=Bilingual(**sent["status_reason"]),
    )
    version = _version(headers, sent, known.number if known else 0)
    actions.write_text(catchment, found, facts, version=version, by=current_actor())
    return _text_reply(catchment, found)


@bp.put("/designs/<catchment>/themes/<theme>")
@scoped("reports:publish")
@guarded(may_write_designs, by=queries.get_own_catchment)
@bp.headers(IfMatch)
@bp.body(AnswerInput)
@bp.gives(DispositionSchema)
def answer(
    catchment: Catchment, headers: dict[str, Any], sent: dict[str, Any], theme: str
) -> Response:
    """Say how a design answers a theme, why, and where."""
    by = current_actor()
    asked = queries.get_theme_asked(by, catchment, theme).theme
    known = queries.get_design(catchment).answers.get(asked.id)
    facts = AnswerFacts(
        verdict=sent["verdict"],
        reason=Bilingual(**sent["reason"]),
        section=sent["section"],
        element=sent["element"],
        decided_on=sent["decided_on"],
    )
    version = _version(headers, sent, known.version if known else 0)
    made = actions.answer_theme(catchment, asked, facts, version=version, by=by)
    shown = {
        "catchment": catchment.slug,
        "theme": asked.public_id,
        "verdict": made.verdict,
        "reason": vars(made.reason),
        "section": made.section,
        "element": facts.element or None,
        "decided_on": made.decided_on.isoformat(),
        "version": made.version,
    }
    return with_version(shown, made.version)


def _version(headers: dict[str, Any], sent: dict[str, Any], known: int) -> int:
    """Return the version an edit is based on; what was never written needs none.

    Raises:
        VersionMissing: There is a version already, and the edit names none.
    """
    try:
        return asked_version(headers["if_match"], sent.get("version"))
    except VersionMissing:
        if known:
            raise
        return 0


def _text_reply(catchment: Catchment, element: DesignElement) -> Response:
    """Return what is written now, with its version as the entity tag if it has one."""
    text = queries.get_design(catchment).texts.get(element.id)
    shown = {"catchment": catchment.slug, "element": element.slug} | _shown(text)
    if text is None:
        response: Response = jsonify(shown)
        return response
    return with_version(shown, text.number)


def _shown(text: DesignText | None) -> dict[str, Any]:
    facts = text.facts if text else TextFacts(Bilingual())
    return {
        "text": vars(facts.text),
        "section": facts.section,
        "status": facts.state,
        "status_on": facts.status_on.isoformat() if facts.status_on else None,
        "status_reason": vars(facts.status_reason),
        "version": text.number if text else 0,
    }

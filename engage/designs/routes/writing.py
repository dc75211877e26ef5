"""Doors to one design: what it says and how it answers themes."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.catchments.models import Catchment
from engage.consultations.forms import differences
from engage.core import clock
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import Bilingual
from engage.designs import actions, queries
from engage.designs.coverage import Heard, coverage_of
from engage.designs.facts import AboutFacts, AnswerFacts, TextFacts
from engage.designs.forms import AboutForm, AnswerForm, TextForm
from engage.designs.models import DesignElement
from engage.designs.policy import may_read_drafts, may_write_designs
from engage.designs.routes.blueprint import bp
from engage.designs.suggestions import suggest_element
from engage.designs.wording import STATUSES, VERDICTS
from engage.themes.models import Theme
from engage.web.access import current_actor, guarded, keeps_form

NAMES = {"verdict": VERDICTS, "status": STATUSES}
Stale = list[tuple[str, str, str]]
ABOUT = ("manager", "about", "source_url")
TEXT = ("text", "section", "status_reason")
ANSWER = ("reason", "section")


@bp.get("/manage/designs")
@guarded(may_read_drafts)
def index() -> ResponseReturnValue:
    """Show how far each design is."""
    return render_template(
        "designs/index.html",
        designs=queries.list_progress(current_actor()),
        elements=len(queries.list_elements()),
    )


@bp.get("/manage/designs/<catchment>")
@guarded(may_read_drafts, by=queries.get_own_catchment)
def show(catchment: Catchment) -> ResponseReturnValue:
    """Show the working copy: what is open first, then what is answered and written."""
    working = queries.get_design(catchment)
    asked, voices = queries.list_themes_asked(catchment), queries.list_voices(catchment)
    verdicts = {theme: answer.verdict for theme, answer in working.answers.items()}
    heard = {
        one.theme.id: Heard(
            voices[one.theme.id].distinct if one.theme.id in voices else 0,
            verdicts.get(one.theme.id, ""),
        )
        for one in asked
    }
    ordered = sorted(asked, key=lambda one: -(heard[one.theme.id].people or 0))
    return render_template(
        "designs/show.html",
        working=working,
        catchment=catchment,
        elements=queries.list_elements(),
        open=[one for one in ordered if not heard[one.theme.id].is_answered],
        answered=[one for one in ordered if heard[one.theme.id].is_answered],
        heard=heard,
        coverage=coverage_of(heard.values()),
        missing=actions.missing_words(catchment),
        has_changed=actions.has_changed(catchment),
        left_out=queries.list_left_out(working),
        releases=queries.list_releases(catchment),
        names=NAMES,
    )


@bp.route("/manage/designs/<catchment>/about", methods=["GET", "POST"])
@guarded(may_write_designs, by=queries.get_own_catchment)
@keeps_form
def describe(catchment: Catchment) -> ResponseReturnValue:
    """Say who manages the system, and where the design can be read."""
    form, working = AboutForm(), queries.get_design(catchment)
    if not form.is_submitted:
        form.fill(vars(_about(working)))
        form.version.data = working.version
    stale: Stale = []
    if form.is_submitted_and_valid():
        version, by = form.version.data, current_actor()
        try:
            actions.describe_design(catchment, form.facts, version=version, by=by)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            now = queries.get_design(queries.get_own_catchment(by, catchment.slug))
            stale = _show_stale(form, error, ABOUT, _about(now), now.version)
        else:
            return _saved(catchment)
    page = render_template(
        "designs/describe.html", form=form, catchment=catchment, stale=stale
    )
    return page, form.status


@bp.route("/manage/designs/<catchment>/elements/<element>", methods=["GET", "POST"])
@guarded(may_write_designs, by=queries.get_own_catchment)
@keeps_form
def write(catchment: Catchment, element: str) -> ResponseReturnValue:
    """Write what the design says of one element, and how far that is."""
    found = queries.get_element(current_actor(), element)
    form = TextForm()
    form.offer()
    if not form.is_submitted:
        facts, form.version.data = _text_now(catchment, found)
        form.show(facts)
    stale: Stale = []
    if form.is_submitted_and_valid():
        version, by = form.version.data, current_actor()
        try:
            actions.write_text(catchment, found, form.facts, version=version, by=by)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            stale = _show_stale(form, error, TEXT, *_text_now(catchment, found))
        else:
            return _saved(catchment)
    return _write_page(catchment, found, form, stale), form.status


@bp.route("/manage/designs/<catchment>/themes/<theme>", methods=["GET", "POST"])
@guarded(may_write_designs, by=queries.get_own_catchment)
@keeps_form
def answer(catchment: Catchment, theme: str) -> ResponseReturnValue:
    """Say how the design answers a theme; an element is suggested, never chosen."""
    by = current_actor()
    asked = queries.get_theme_asked(by, catchment, theme)
    elements = queries.list_elements()
    form = AnswerForm()
    form.offer(elements)
    if not form.is_submitted:
        facts, form.version.data = _answer_now(catchment, asked.theme, elements)
        form.show(facts)
    stale: Stale = []
    if form.is_submitted_and_valid():
        version = form.version.data
        try:
            actions.answer_theme(
                catchment, asked.theme, form.facts, version=version, by=by
            )
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            now = _answer_now(catchment, asked.theme, elements)
            stale = _show_stale(form, error, ANSWER, *now)
        else:
            return _saved(catchment)
    page = render_template(
        "designs/answer.html",
        form=form,
        catchment=catchment,
        asked=asked,
        suggestion=suggest_element(asked.theme, elements),
        stale=stale,
        names=NAMES,
    )
    return page, form.status


def _write_page(
    catchment: Catchment,
    element: DesignElement,
    form: TextForm,
    stale: Stale,
) -> str:
    working = queries.get_design(catchment)
    texts = queries.list_texts(working.design) if working.design else []
    return render_template(
        "designs/write.html",
        form=form,
        catchment=catchment,
        element=element,
        versions=[one for one in texts if one.element_id == element.id][::-1],
        stale=stale,
        names=NAMES,
    )


def _show_stale(
    form: Any, error: Conflict, names: tuple[str, ...], now: object, version: int
) -> Stale:
    """Keep what was typed, on top of what somebody else saved in the meantime."""
    form.form_errors.append(error.message)
    form.version.renew(version)
    form.status = 409
    return differences(form, now, names)


def _about(working: queries.WorkingDesign) -> AboutFacts:
    design, manager = working.design, working.catchment.ssm_name
    if design is None:
        return AboutFacts(manager, Bilingual())
    return AboutFacts(manager, design.about, design.source_url)


def _text_now(catchment: Catchment, element: DesignElement) -> tuple[TextFacts, int]:
    """Return what the design says of an element, and the number of that version."""
    text = queries.get_design(catchment).texts.get(element.id)
    return (text.facts, text.number) if text else (TextFacts(Bilingual()), 0)


def _answer_now(
    catchment: Catchment, theme: Theme, elements: list[DesignElement]
) -> tuple[AnswerFacts, int]:
    """Return the design's answer to a theme, and its version."""
    known = queries.get_design(catchment).answers.get(theme.id)
    if known is None:
        return AnswerFacts("", decided_on=clock.today()), 0
    chosen = [one.slug for one in elements if one.id == known.element_id]
    facts = AnswerFacts(
        verdict=known.verdict,
        reason=known.reason,
        section=known.section,
        element=chosen[0] if chosen else "",
        decided_on=known.decided_on,
    )
    return facts, known.version


def _saved(catchment: Catchment) -> ResponseReturnValue:
    flash(_("The changes are saved. The public sees them with the next release."))
    return redirect(url_for("designs.show", catchment=catchment.slug), 303)

"""Doors of a session: plan it, host it, join it, watch it on the wall."""

import hashlib
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.consultations.models import Consultation
from engage.consultations.queries import get_managed_consultation
from engage.core import clock
from engage.core.disclosure import rounded_live
from engage.core.errors import Closed, Conflict, Invalid
from engage.core.i18n import current_language
from engage.sessions import actions, queries
from engage.sessions.forms import AttendanceForm, ChangeForm, NoteForm, PlanForm
from engage.sessions.models import FacilitatedSession
from engage.sessions.policy import may_host, may_join
from engage.surveys.queries import list_surveys
from engage.threads.queries import list_public_threads
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.qr import qr_svg

WORDS_ON_WALL = 3
THEMES_ON_WALL = 4
WORDS_IN_SUMMARY = 30
BASE = 5

bp = Blueprint("sessions", __name__)


@bp.get("/manage/consultations/<consultation>/sessions")
@guarded(may_host, by=get_managed_consultation)
def index(consultation: Consultation) -> ResponseReturnValue:
    """Show the sessions one may host, the newest first."""
    return render_template(
        "sessions/index.html",
        consultation=consultation,
        sessions=queries.list_sessions(current_actor(), consultation),
    )


@bp.route("/manage/consultations/<consultation>/sessions/new", methods=["GET", "POST"])
@guarded(may_host, by=get_managed_consultation)
@keeps_form
def plan(consultation: Consultation) -> ResponseReturnValue:
    """Plan a session."""
    form = PlanForm()
    _offer(form, consultation)
    if not form.is_submitted:
        form.held_on.data = clock.today(consultation.zone)
    if form.is_submitted_and_valid():
        try:
            held = actions.plan_session(consultation, form.facts, by=current_actor())
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The session is planned."))
            return _to_host(held)
    page = render_template("sessions/plan.html", consultation=consultation, form=form)
    return page, form.status


@bp.route("/manage/sessions/<code>", methods=["GET", "POST"])
@guarded(may_host, by=queries.get_hosted_session)
@keeps_form
def host(held: FacilitatedSession) -> ResponseReturnValue:
    """Show the code to project, count who came, take down what was said."""
    form = NoteForm() if request.method == "POST" else _blank_note(held)
    if form.is_submitted_and_valid():
        try:
            actions.add_note(
                held,
                form.text.data or "",
                language=form.language.data or "",
                key=form.key.data or "",
                by=current_actor(),
            )
        except (Closed, Invalid) as error:
            form.refuse(error)
        else:
            flash(_("The note is kept. It waits for moderation."))
            return _to_host(held, language=form.language.data)
    return _host_page(held, form, _attendance_of(held)), form.status


@bp.route("/manage/sessions/<code>/attendance", methods=["GET", "POST"])
@guarded(may_host, by=queries.get_hosted_session)
@keeps_form
def attendance(held: FacilitatedSession) -> ResponseReturnValue:
    """Note how many people came."""
    if request.method == "GET":
        return _to_host(held)
    form = AttendanceForm()
    if form.is_submitted_and_valid():
        try:
            actions.count_attendance(
                held,
                form.people.data or 0,
                version=form.version.data,
                by=current_actor(),
            )
        except (Conflict, Invalid) as error:
            form.refuse(error)
        else:
            flash(_("The number is kept."))
            return _to_host(held)
    held = queries.get_hosted_session(current_actor(), held.code)
    form.version.renew(held.version)
    return _host_page(held, _blank_note(held), form), form.status


@bp.route("/manage/sessions/<code>/edit", methods=["GET", "POST"])
@guarded(may_host, by=queries.get_hosted_session)
@keeps_form
def edit(held: FacilitatedSession) -> ResponseReturnValue:
    """Change where and when a session is held."""
    form = ChangeForm()
    _offer(form, held.consultation)
    if not form.is_submitted:
        form.show(held)
        form.version.data = held.version
    stale = False
    if form.is_submitted_and_valid():
        try:
            actions.edit_session(
                held, form.facts, version=form.version.data, by=current_actor()
            )
        except Invalid as error:
            form.refuse(error)
        except Conflict:
            held = queries.get_hosted_session(current_actor(), held.code)
            form.version.renew(held.version)
            stale, form.status = True, 409
        else:
            flash(_("The changes are saved."))
            return _to_host(held)
    page = render_template("sessions/edit.html", held=held, form=form, stale=stale)
    return page, form.status


@bp.get("/manage/sessions/<code>/summary")
@guarded(may_host, by=queries.get_hosted_session)
def summary(held: FacilitatedSession) -> ResponseReturnValue:
    """Show what to print and hand out at the end: rounded counts, approved words."""
    slug = held.consultation.slug
    return render_template(
        "sessions/summary.html",
        held=held,
        outcome=_whole_address("pages.consultation", consultation=slug),
        **_heard(held, WORDS_IN_SUMMARY),
    )


@bp.get("/sessions/<code>")
@guarded(may_join, by=queries.get_session)
def join(held: FacilitatedSession) -> ResponseReturnValue:
    """Welcome those who scanned or typed the code; show the code to the others."""
    now = clock.now()
    surveys = [
        survey
        for survey in list_surveys(held.consultation_id)
        if survey.takes_answers(now)
    ]
    is_open = held.consultation.takes_input(now)
    return render_template(
        "sessions/join.html",
        held=held,
        surveys=surveys,
        threads=list_public_threads(held.consultation_id) if is_open else [],
        into=_into(held),
        **_code(held),
    )


@bp.get("/sessions/<code>/wall")
@guarded(may_join, by=queries.get_session)
def wall(held: FacilitatedSession) -> ResponseReturnValue:
    """Show the live wall: how many voices, the newest words, the themes."""
    return render_template(
        "sessions/wall.html", held=held, **_heard(held, WORDS_ON_WALL), **_code(held)
    )


@bp.get("/sessions/<code>/wall/now")
@guarded(may_join, by=queries.get_session)
def wall_now(held: FacilitatedSession) -> ResponseReturnValue:
    """Hand over what stands on the wall now; nothing where it has not changed."""
    body = render_template(
        "sessions/_wall.html", held=held, **_heard(held, WORDS_ON_WALL)
    )
    response = make_response(body)
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    return response.make_conditional(request)


def _heard(held: FacilitatedSession, most: int) -> dict[str, Any]:
    """Return what may be shown to a room: rounded counts, approved words, themes."""
    rounded = [
        (heard.label, rounded_live(heard.voices, BASE))
        for heard in queries.list_heard_themes(held)
    ]
    shown = sorted((item for item in rounded if item[1]), key=lambda item: -item[1])
    return {
        "voices": rounded_live(queries.count_voices(held), BASE),
        "words": queries.list_newest_words(held, most),
        "themes": shown[:THEMES_ON_WALL],
    }


def _blank_note(held: FacilitatedSession) -> NoteForm:
    """Return the form of the next note, in the language of the last one."""
    form = NoteForm(formdata=None)
    asked = request.args.get("language", current_language())
    form.begin(asked if asked in held.languages else held.languages[0])
    return form


def _attendance_of(held: FacilitatedSession) -> AttendanceForm:
    form = AttendanceForm(formdata=None)
    form.people.data = held.attendance
    form.version.data = held.version
    return form


def _host_page(
    held: FacilitatedSession, form: NoteForm, counted: AttendanceForm
) -> str:
    return render_template(
        "sessions/host.html",
        held=held,
        form=form,
        counted=counted,
        # After a note the next one is begun at once: nobody has to reach for a mouse.
        is_next="language" in request.args,
        notes=queries.list_notes(held),
        voices=queries.count_voices(held),
        surveys=[item for item in list_surveys(held.consultation_id) if item.number],
        into=_into(held),
        **_code(held),
    )


def _code(held: FacilitatedSession) -> dict[str, Any]:
    """Return the address that people scan or type, and its QR code."""
    address = _whole_address("sessions.join", code=held.code)
    return {"address": address, "qr": qr_svg(address)}


def _whole_address(door: str, **parts: Any) -> str:
    """Return an address with the configured host, never the one asked for (rule 7)."""
    base: str = current_app.config["SETTINGS"].base_url
    return base + url_for(door, **parts)


def _into(held: FacilitatedSession) -> dict[str, str]:
    """Return what a survey or thread is told about where its visitor comes from."""
    told = {"session": held.code}
    return told | ({"catchment": held.catchment.slug} if held.catchment else {})


def _offer(form: PlanForm, consultation: Consultation) -> None:
    actor = current_actor()
    places = [item for item in consultation.catchments if actor.covers(item.id)]
    form.offer(places, is_everywhere=actor.covers(None))


def _to_host(held: FacilitatedSession, **further: Any) -> ResponseReturnValue:
    return redirect(url_for("sessions.host", code=held.code, **further), 303)

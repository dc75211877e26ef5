"""Doors to a survey: answer it on one page."""

from collections.abc import Mapping

from flask import (
    Blueprint,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from engage.core import clock
from engage.core.errors import Busy, Closed, EngageError, Invalid
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.surveys import queries
from engage.surveys.answering import (
    form_for,
    is_answerable,
    kept_slots,
    new_slots,
    put_aside,
    take,
)
from engage.surveys.at_door import AnySurvey
from engage.surveys.forms import SurveyForm
from engage.surveys.policy import may_respond
from engage.web import throttle
from engage.web.access import current_actor, guarded, keeps_form, public
from engage.web.fragments import kept_page
from engage.web.handing import hand_receipt
from engage.web.languages import preferred_language
from engage.web.posted import Posted, read_posted
from engage.web.security import keep_private

bp = Blueprint("surveys", __name__)
# The address on posters has no language in it.
short = Blueprint("short", __name__)


@short.get("/s/<survey>")
@public
def poster(survey: str) -> ResponseReturnValue:
    """Send a visitor on to the survey in their language."""
    language = preferred_language()
    address = url_for(
        "surveys.respond",
        lang=language,
        survey=survey,
        catchment=request.args.get("catchment"),
        session=request.args.get("session"),
    )
    response = redirect(address, 302)
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@bp.route("/s/<survey>", methods=["GET", "POST"])
@guarded(may_respond, by=queries.get_survey_at_door)
@keeps_form
def respond(survey: AnySurvey) -> ResponseReturnValue:
    """Show a survey, or take one response to it."""
    if request.method == "POST":
        return _answered(survey)
    return _empty_page(survey) if is_answerable(survey) else _closed_page(survey)


def _answered(survey: AnySurvey) -> ResponseReturnValue:
    form = form_for(survey, read_posted())
    if form.is_saving:
        return _put_aside(survey, form)
    if form.asks_for_similar:
        key = form.asks_for_similar
        text = str(form.answers.get(key, ""))
        whole = queries.get_whole(survey)
        form.similar[key] = queries.list_similar(whole, key, text)
    if not form.is_submitted_and_valid():
        return _page(survey, form)
    try:
        receipt = take(survey, form)
    except (Closed, Invalid, Busy) as error:
        return _not_taken(survey, form, error)
    response = redirect(url_for("receipts.receipt"), 303)
    hand_receipt(response, receipt.code, survey.consultation.slug)
    return response


def _not_taken(
    survey: AnySurvey, form: SurveyForm, error: EngageError
) -> ResponseReturnValue:
    """Show the form again, still filled, and say why it was not taken (rule 27)."""
    if isinstance(error, Closed):
        return _closed_page(survey, form)
    if not isinstance(error, Busy):
        form.begin_anew(error.message)
        return _page(survey, form)
    form.form_errors.append(
        _("We could not keep your answers just now. Wait a moment, then send again.")
    )
    response = make_response(_rendered(survey, form, kept_slots(survey, form)), 503)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def _put_aside(survey: AnySurvey, form: SurveyForm) -> ResponseReturnValue:
    """Keep what is filled in for later, and show the code that opens it again."""
    if not is_answerable(survey):
        return _closed_page(survey, form)
    if not form.may_be_saved():
        return _page(survey, form)
    throttle.count_try("save_network", throttle.client_network())
    try:
        saved = put_aside(queries.get_whole(survey), form)
    except (Closed, Invalid, Busy) as error:
        return _not_taken(survey, form, error)
    keep_private()
    return render_template("surveys/saved.html", survey=survey, saved=saved)


def resumed_page(survey: AnySurvey, form: SurveyForm) -> ResponseReturnValue:
    """Show answers that were put aside, to go on with."""
    if not is_answerable(survey, form):
        return _closed_page(survey, form)
    return _rendered(survey, form, kept_slots(survey, form), is_resumed=True)


def _empty_page(survey: AnySurvey) -> ResponseReturnValue:
    """Show the questions, kept ready since a published version never changes."""
    place = request.args.get("catchment", "")
    if place and place not in queries.catchment_ids(survey.consultation):
        place = ""
    slots = new_slots(survey)
    # The page names its own address: what else stands in one is nobody else's.
    asked = request.args.to_dict(flat=False)
    is_plain = asked == ({"catchment": [place]} if place else {})
    if not is_plain or current_actor().is_signed_in:
        return _render_empty(survey, place, slots)
    made_of = (survey.id, survey.version, survey.digest, survey.consultation.version)
    name = ("survey", current_language(), place, *made_of)
    return kept_page(name, slots, lambda marks: _render_empty(survey, place, marks))


def _render_empty(survey: AnySurvey, place: str, slots: Mapping[str, str]) -> str:
    form = form_for(survey, Posted({"catchment": [place]}, frozenset()))
    return _rendered(survey, form, slots)


def _page(survey: AnySurvey, form: SurveyForm) -> ResponseReturnValue:
    """Show the form again with everything that was typed."""
    if not is_answerable(survey, form):
        return _closed_page(survey, form)
    return _rendered(survey, form, kept_slots(survey, form)), form.status


def _rendered(
    survey: AnySurvey,
    form: SurveyForm,
    slots: Mapping[str, str],
    *,
    is_resumed: bool = False,
) -> str:
    whole = queries.get_whole(survey)
    form.belong_to(whole.consultation)
    return render_template(
        "surveys/respond.html",
        survey=whole,
        form=form,
        slots=slots,
        is_resumed=is_resumed,
        shows_similar=queries.shows_similar(whole),
        sample_notice=whole.consultation.sample_notice,
    )


def _closed_page(
    survey: AnySurvey, form: SurveyForm | None = None
) -> ResponseReturnValue:
    """Say when it closed or opens; words that were typed are not lost."""
    whole = queries.get_whole(survey)
    page = render_template(
        "surveys/closed.html",
        survey=whole,
        is_early=whole.is_early(clock.now()),
        closed_on=whole.closed_on(clock.now()),
        typed=form.typed_texts if form else [],
        sample_notice=whole.consultation.sample_notice,
    )
    return page, 409 if form else 200

"""Doors to one's own response: codes are typed into forms, never into addresses."""

import json
from typing import Any

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.contributions.actions import resubmit_text
from engage.core import clock
from engage.core.errors import Closed, Conflict, Invalid
from engage.moderation.actions import appeal as ask_again
from engage.moderation.queries import get_refusal
from engage.receipts import queries
from engage.receipts.became import what_became_of
from engage.receipts.forms import AppealForm, CodeForm, RewordForm
from engage.receipts.reading import in_words
from engage.reports.queries import find_latest_edition
from engage.surveys.actions import withdraw_response
from engage.threads.actions import change_comment, withdraw_comment
from engage.threads.forms import ChangeForm
from engage.threads.policy import is_changeable
from engage.threads.queries import OwnComment, list_parts
from engage.web.access import current_actor, keeps_form, public
from engage.web.handing import forget_receipt, handed_receipt
from engage.web.security import keep_private

bp = Blueprint("receipts", __name__)


@bp.get("/receipt")
@public
def receipt() -> ResponseReturnValue:
    """Show the code of what was just sent, once."""
    handed = handed_receipt()
    response = make_response(render_template("receipts/receipt.html", handed=handed))
    if handed is not None:
        forget_receipt(response)
    return response


@bp.route("/my-response", methods=["GET", "POST"])
@public
@keeps_form
def my_response() -> ResponseReturnValue:
    """Ask for a receipt code, and show what belongs to it."""
    keep_private()
    form = CodeForm()
    if form.is_submitted_and_valid():
        code = form.code.data or ""
        if queries.find_own_response(code) or queries.find_own_comment(code):
            return _own_page(code)
        form.not_found()
    return render_template("receipts/my_response.html", form=form), form.status


@bp.route("/my-response/change", methods=["GET", "POST"])
@public
@keeps_form
def change() -> ResponseReturnValue:
    """Take other words for a comment, from somebody with its code."""
    keep_private()
    form = ChangeForm()
    if not form.is_submitted:
        return redirect(url_for("receipts.my_response"), 303)
    code = request.form.get("code", "")
    part = request.form.get("part", "")
    own = queries.get_own_comment(code, part)
    if form.is_submitted_and_valid():
        try:
            change_comment(
                own.comment,
                form.text.data or "",
                version=form.version.data,
                by=current_actor(),
            )
        except Closed as error:
            form.refuse(error)
        except Conflict as error:
            own = queries.get_own_comment(code, part)
            form.stale(own.text.version, error.message)
        else:
            return _own_page(code, done=_("Your change is sent."))
    return _own_page(code, change=form), form.status


@bp.route("/my-response/reword", methods=["GET", "POST"])
@public
@keeps_form
def reword() -> ResponseReturnValue:
    """Take other words for an answer that was not taken up, from its author."""
    keep_private()
    form = RewordForm()
    if not form.is_submitted:
        return redirect(url_for("receipts.my_response"), 303)
    code = request.form.get("code", "")
    own = queries.get_own_answer(code, request.form.get("text", ""))
    if form.is_submitted_and_valid() and own.text is not None:
        try:
            words = form.words_for(own.question)
            resubmit_text(
                own.text, words, version=form.version.data, by=current_actor()
            )
        except (Closed, Conflict, Invalid) as error:
            form.refuse(error)
        else:
            return _own_page(code, done=_("Your change is sent."))
    return _own_page(code, reworded=form), form.status


@bp.route("/my-response/appeal", methods=["GET", "POST"])
@public
@keeps_form
def appeal() -> ResponseReturnValue:
    """Ask for another look at a text that was not taken up."""
    keep_private()
    form = AppealForm()
    if not form.is_submitted:
        return redirect(url_for("receipts.my_response"), 303)
    code = request.form.get("code", "")
    text = queries.get_own_text(code, request.form.get("text", ""))
    if form.is_submitted_and_valid():
        try:
            ask_again(text, form.words.data or "", by=current_actor())
        except (Conflict, Invalid) as error:
            form.refuse(error)
        else:
            return _own_page(code, done=_("Somebody else will look at it."))
    return _own_page(code, appeal=form), form.status


@bp.post("/my-response/download")
@public
def download() -> ResponseReturnValue:
    """Give a person everything that is kept of their response, as JSON."""
    keep_private()
    code = request.form.get("code", "")
    own = queries.find_own_comment(code) or queries.get_own_response(code)
    body = json.dumps(own.as_data(), ensure_ascii=False, indent=2)
    response = Response(body, mimetype="application/json")
    response.headers["Content-Disposition"] = "attachment; filename=my-response.json"
    return response


@bp.post("/my-response/leave")
@public
def leave() -> ResponseReturnValue:
    """Ask once more before anything is taken back, and say what goes and what stays."""
    keep_private()
    code = request.form.get("code", "")
    comment = queries.find_own_comment(code)
    whole = comment.thread if comment else queries.get_own_response(code).survey
    return render_template(
        "receipts/leave.html",
        code=code,
        whole=whole,
        is_comment=comment is not None,
        edition=find_latest_edition(whole.consultation_id),
    )


@bp.post("/my-response/withdraw")
@public
def withdraw() -> ResponseReturnValue:
    """Take a response back: its words are blanked everywhere."""
    keep_private()
    code = request.form.get("code", "")
    comment = queries.find_own_comment(code)
    if comment is not None:
        withdraw_comment(comment.comment, by=current_actor())
        return render_template("receipts/comment_withdrawn.html", own=comment)
    own = queries.get_own_response(code)
    withdraw_response(own.response, by=current_actor())
    return render_template("receipts/withdrawn.html", survey=own.survey)


def _own_page(
    code: str,
    *,
    change: ChangeForm | None = None,
    appeal: AppealForm | None = None,
    reworded: RewordForm | None = None,
    done: str = "",
) -> str:
    """Show what belongs to a code, with what was typed about it or has been done."""
    comment = queries.find_own_comment(code)
    around: dict[str, Any] = {"code": code, "appeal": appeal, "done": done}
    if comment is not None:
        part = request.form.get("part", "")
        around |= {"part": part, "parts": list_parts(comment)}
        return _comment_page(queries.get_own_comment(code, part), change, around)
    own = queries.get_own_response(code)
    return render_template(
        "receipts/response.html",
        own=own,
        in_words=in_words,
        refusals=queries.refusals_of(own),
        became=what_became_of(item.text for item in own.answers if item.text),
        asked=request.form.get("text"),
        reworded=reworded,
        form=appeal or reworded,
        is_open=own.survey.consultation.takes_input(clock.now()),
        **around,
    )


def _comment_page(
    own: OwnComment, change: ChangeForm | None, around: dict[str, Any]
) -> str:
    if change is None:
        change = ChangeForm(is_blank=True)
        change.show(own.text)
    consultation = own.thread.consultation
    return render_template(
        "receipts/comment.html",
        own=own,
        change=change,
        form=around["appeal"] or change,
        refusal=get_refusal(own.text),
        became=what_became_of([own.text]),
        is_changeable=is_changeable(own.comment, own.text, consultation, clock.now()),
        **around,
    )

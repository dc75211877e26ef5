"""Doors to one's own response: codes are typed into forms, never into addresses."""

import json

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from engage.receipts import queries
from engage.receipts.forms import CodeForm
from engage.receipts.reading import in_words
from engage.surveys.actions import withdraw_response
from engage.threads.actions import withdraw_comment
from engage.web.access import current_actor, keeps_form, public
from engage.web.handing import forget_receipt, handed_receipt
from engage.web.security import keep_private

bp = Blueprint("receipts", __name__)


@bp.get("/receipt")
@public
def receipt() -> ResponseReturnValue:
    """Show the code of what was just sent, once."""
    code = handed_receipt()
    response = make_response(render_template("receipts/receipt.html", code=code))
    if code is not None:
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
        own = queries.find_own_response(form.code.data or "")
        if own is not None:
            return render_template(
                "receipts/response.html",
                own=own,
                code=form.code.data,
                in_words=in_words,
            )
        comment = queries.find_own_comment(form.code.data or "")
        if comment is not None:
            return render_template(
                "receipts/comment.html", own=comment, code=form.code.data
            )
        form.not_found()
    return render_template("receipts/my_response.html", form=form), form.status


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

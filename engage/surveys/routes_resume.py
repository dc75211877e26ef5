"""The door to answers that were put aside: codes are typed, never in an address."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from engage.core.errors import NotFound
from engage.core.text import shown_text
from engage.surveys import queries
from engage.surveys.answering import form_for
from engage.surveys.routes import resumed_page
from engage.web import throttle
from engage.web.access import current_actor, keeps_form, public
from engage.web.forms import Form
from engage.web.posted import Posted
from engage.web.security import keep_private

bp = Blueprint("resume", __name__)


class ResumeForm(Form):
    """The code of answers that were put aside, typed as it was shown or nearly so."""

    code = StringField(
        _l("Your code"),
        [
            InputRequired(_l("Enter the code that you got when you saved.")),
            Length(max=60, message=_l("A code has 20 letters and digits.")),
        ],
        filters=[lambda typed: shown_text(typed or "")],
        description=_l("20 letters and digits in groups of five."),
    )

    def not_found(self) -> None:
        """Say that nothing is kept under this code."""
        told = _l(
            "Nothing is kept under this code. Check each letter and digit. "
            "Answers that were sent, or saved too long ago, are no longer here."
        )
        self.code.errors = [told]
        self.status = 422


@bp.route("/resume", methods=["GET", "POST"])
@public
@keeps_form
def resume() -> ResponseReturnValue:
    """Ask for the code of answers put aside, and show them in their survey again."""
    keep_private()
    form = ResumeForm()
    if form.is_submitted_and_valid():
        throttle.count_try("resume_network", throttle.client_network())
        opened = queries.open_saved(form.code.data or "")
        page = _page(opened) if opened else None
        if page is not None:
            return page
        form.not_found()
    return render_template("surveys/resume.html", form=form), form.status


def _page(opened: queries.Opened) -> ResponseReturnValue | None:
    """Return the filled page, or None where its survey is no longer to be seen."""
    try:
        survey = queries.get_survey_at_door(current_actor(), opened.survey)
    except NotFound:
        return None
    return resumed_page(survey, form_for(survey, Posted(opened.values, frozenset())))

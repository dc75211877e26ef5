"""What the doors share that take one answer after another from the same device."""

from engage.core.i18n import current_language
from engage.surveys import queries
from engage.surveys.actions import Reply
from engage.surveys.forms import SurveyForm
from engage.surveys.models import Survey
from engage.surveys.questions.base import first
from engage.web.posted import Posted


def form_for(survey: Survey, posted: Posted) -> SurveyForm:
    """Return the form of the version that was filled in, or of the present one."""
    typed = first(posted.values, "survey_version")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 6
    number = int(typed) if is_number else survey.number
    has_been = 1 <= number <= survey.number
    version = queries.get_version(survey, number if has_been else survey.number)
    definition = queries.definition_of(version)
    return SurveyForm(version, definition, survey.consultation, posted)


def reply_of(form: SurveyForm, channel: str) -> Reply:
    """Return what a form that passed says, and on which way it came."""
    return Reply(
        answers=form.answers,
        catchment_id=form.around.catchment_id,
        language=current_language(),
        consent_number=form.consent_number,
        may_quote=form.may_quote,
        channel=channel,
    )

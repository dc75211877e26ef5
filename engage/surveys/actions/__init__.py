"""Verbs about surveys and responses."""

from engage.surveys.actions.editing import (
    SurveyFacts,
    close_survey,
    create_survey,
    create_survey_from_definition,
    edit_draft,
    publish_survey,
)
from engage.surveys.actions.exporting import ExportOptions, export_responses
from engage.surveys.actions.importing import (
    Imported,
    ImportOptions,
    ImportRefused,
    import_responses,
)
from engage.surveys.actions.responding import (
    Receipt,
    Reply,
    SameKeyOtherAnswers,
    SurveyClosed,
    submit_response,
    withdraw_response,
)

__all__ = [
    "ExportOptions",
    "ImportOptions",
    "ImportRefused",
    "Imported",
    "Receipt",
    "Reply",
    "SameKeyOtherAnswers",
    "SurveyClosed",
    "SurveyFacts",
    "close_survey",
    "create_survey",
    "create_survey_from_definition",
    "edit_draft",
    "export_responses",
    "import_responses",
    "publish_survey",
    "submit_response",
    "withdraw_response",
]

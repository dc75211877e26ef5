"""Verbs about surveys and responses."""

from engage.surveys.actions.batches import undo_batch
from engage.surveys.actions.bringing import BRING_IN, import_upload, start_import
from engage.surveys.actions.copying import copy_surveys
from engage.surveys.actions.editing import (
    SurveyFacts,
    close_survey,
    create_survey,
    create_survey_from_definition,
    edit_draft,
    publish_survey,
)
from engage.surveys.actions.exporting import VARIANTS, ExportOptions, export_responses
from engage.surveys.actions.importing import Imported, import_responses
from engage.surveys.actions.judging import SOURCES, ImportOptions, ImportRefused
from engage.surveys.actions.paper import (
    PaperForm,
    Stack,
    begin_stack,
    confirm_form,
    enter_form,
    note_comparison,
    replace_form,
)
from engage.surveys.actions.responding import (
    NothingAnswered,
    Receipt,
    Reply,
    SameKeyOtherAnswers,
    SurveyClosed,
    submit_response,
)
from engage.surveys.actions.saving import Saved, save_reply
from engage.surveys.actions.withdrawing import withdraw_response

__all__ = [
    "BRING_IN",
    "SOURCES",
    "VARIANTS",
    "ExportOptions",
    "ImportOptions",
    "ImportRefused",
    "Imported",
    "NothingAnswered",
    "PaperForm",
    "Receipt",
    "Reply",
    "SameKeyOtherAnswers",
    "Saved",
    "Stack",
    "SurveyClosed",
    "SurveyFacts",
    "begin_stack",
    "close_survey",
    "confirm_form",
    "copy_surveys",
    "create_survey",
    "create_survey_from_definition",
    "edit_draft",
    "enter_form",
    "export_responses",
    "import_responses",
    "import_upload",
    "note_comparison",
    "publish_survey",
    "replace_form",
    "save_reply",
    "start_import",
    "submit_response",
    "undo_batch",
    "withdraw_response",
]

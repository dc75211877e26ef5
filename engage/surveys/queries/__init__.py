"""Questions about surveys and responses."""

from engage.surveys.queries.batches import (
    Batch,
    find_form,
    get_batch,
    list_batches,
    next_place,
)
from engage.surveys.queries.finding import (
    Standing,
    find_standing,
    find_survey,
    get_managed_survey,
    get_survey,
    get_survey_at_door,
    get_survey_by_id,
    list_surveys,
    read_words,
)
from engage.surveys.queries.responses import (
    Around,
    answers_of,
    catchment_ids,
    consent_of,
    count_responses,
    find_response_by_receipt,
    find_response_by_submission,
    get_around,
    has_import,
)
from engage.surveys.queries.versions import (
    AskedVersion,
    definition_of,
    get_version,
    get_version_by_id,
    list_versions,
)

__all__ = [
    "Around",
    "AskedVersion",
    "Batch",
    "Standing",
    "answers_of",
    "catchment_ids",
    "consent_of",
    "count_responses",
    "definition_of",
    "find_form",
    "find_response_by_receipt",
    "find_response_by_submission",
    "find_standing",
    "find_survey",
    "get_around",
    "get_batch",
    "get_managed_survey",
    "get_survey",
    "get_survey_at_door",
    "get_survey_by_id",
    "get_version",
    "get_version_by_id",
    "has_import",
    "list_batches",
    "list_surveys",
    "list_versions",
    "next_place",
    "read_words",
]

"""The porch of the API: doors that describe themselves, bodies, scopes, lists."""

from engage.web.api.blueprint import ApiBlueprint
from engage.web.api.bodies import read_json
from engage.web.api.description import Api
from engage.web.api.entering import InvalidToken, enter_as, reading, scoped
from engage.web.api.fields import (
    CleanText,
    Flag,
    IdempotencyKey,
    Identifier,
    Page,
    Pair,
    PairInput,
    Pattern,
    RequestSchema,
    Slug,
    Version,
    WholeNumber,
    bilingual,
    page_of,
)
from engage.web.api.lists import Listing, ListQuery, cut
from engage.web.api.versions import IfMatch, asked_version, with_version

__all__ = [
    "Api",
    "ApiBlueprint",
    "CleanText",
    "Flag",
    "IdempotencyKey",
    "Identifier",
    "IfMatch",
    "InvalidToken",
    "ListQuery",
    "Listing",
    "Page",
    "Pair",
    "PairInput",
    "Pattern",
    "RequestSchema",
    "Slug",
    "Version",
    "WholeNumber",
    "asked_version",
    "bilingual",
    "cut",
    "enter_as",
    "page_of",
    "read_json",
    "reading",
    "scoped",
    "with_version",
]

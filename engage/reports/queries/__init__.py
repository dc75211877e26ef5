"""Questions about reports: what is published, and what the next edition is made of."""

from engage.reports.queries.editions import (
    CatchmentFinding,
    FoundTheme,
    Published,
    catchment_findings,
    find_latest_edition,
    get_counted,
    get_document,
    get_edition,
    get_latest_report,
    has_edition,
    list_editions,
    list_folders,
    list_latest_documents,
    list_latest_editions,
    list_newest_revisions,
    search_themes,
)
from engage.reports.queries.material import find_gone, gather_material
from engage.reports.queries.records import Asked, Material, Person, Statement, Text

__all__ = [
    "Asked",
    "CatchmentFinding",
    "FoundTheme",
    "Material",
    "Person",
    "Published",
    "Statement",
    "Text",
    "catchment_findings",
    "find_gone",
    "find_latest_edition",
    "gather_material",
    "get_counted",
    "get_document",
    "get_edition",
    "get_latest_report",
    "has_edition",
    "list_editions",
    "list_folders",
    "list_latest_documents",
    "list_latest_editions",
    "list_newest_revisions",
    "search_themes",
]

"""Questions about reports: what is published, and what the next edition is made of."""

from engage.reports.queries.editions import (
    CatchmentFinding,
    Published,
    catchment_findings,
    find_latest_edition,
    get_counted,
    get_document,
    get_edition,
    get_latest_report,
    list_editions,
    list_folders,
    list_latest_documents,
    list_latest_editions,
    list_newest_revisions,
)
from engage.reports.queries.material import (
    Asked,
    Material,
    Person,
    Statement,
    Text,
    find_gone,
    gather_material,
)

__all__ = [
    "Asked",
    "CatchmentFinding",
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
    "list_editions",
    "list_folders",
    "list_latest_documents",
    "list_latest_editions",
    "list_newest_revisions",
]

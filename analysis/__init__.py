"""Texts in, themes out: deterministic, explainable, offline.

    from analysis import Document, Model, assign, find_themes

    documents = [Document("1", "The bus stops at six.", "en", group="north"), …]
    result = find_themes(documents, themes="auto", seed=0)
    for theme in result.themes:                 # themes, each followed by its parts
        print(theme.id, theme.parent, theme.label, theme.size, theme.members)
    for assignment in result.assignments:       # input order
        print(assignment.id, assignment.theme, assignment.strength, assignment.reasons)

    stored = result.model.to_bytes()            # an .npz file, no pickle
    assign(Model.from_bytes(stored), ["Is there a bus on Sundays?"])
    find_themes(more, previous=Model.from_bytes(stored))   # keeps ids, warm start

Everything raised on purpose is an `AnalysisError` whose message is one plain
sentence. The command is `python -m analysis FILE.csv --text COLUMN`.
"""

from analysis.distributed import Cluster
from analysis.documents import (
    AnalysisError,
    Assignment,
    Constraints,
    Corpus,
    Document,
    Keyword,
    Origin,
    Quote,
    Reason,
    RunCancelled,
    Theme,
    TooFewTexts,
)
from analysis.model import Model
from analysis.placing import assign
from analysis.results import Result
from analysis.themes import find_themes

__all__ = [
    "AnalysisError",
    "Assignment",
    "Cluster",
    "Constraints",
    "Corpus",
    "Document",
    "Keyword",
    "Model",
    "Origin",
    "Quote",
    "Reason",
    "Result",
    "RunCancelled",
    "Theme",
    "TooFewTexts",
    "assign",
    "find_themes",
]

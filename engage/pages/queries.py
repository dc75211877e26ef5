"""What several rooms together say to one question."""

from dataclasses import dataclass, field

from engage.consultations.models import Consultation
from engage.consultations.queries import search_consultations
from engage.core.i18n import Bilingual
from engage.core.stems import Query
from engage.reports.queries import FoundTheme, search_themes
from engage.threads.queries import FoundComment, Narrowing, search_comments

MOST_CONSULTATIONS = 5
MOST_THEMES = 10
KINDS = ("consultations", "themes", "comments")


@dataclass(frozen=True)
class Found:
    """What everybody may read that has all the words; the best of each kind first."""

    query: Query
    number: int = 1
    consultations: list[Consultation] = field(default_factory=list)
    themes: list[FoundTheme] = field(default_factory=list)
    comments: list[FoundComment] = field(default_factory=list)
    has_more: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.consultations or self.themes or self.comments)

    @property
    def sample_notice(self) -> Bilingual | None:
        """What to say of sample data where some of this is."""
        notices = [
            *(item.sample_notice for item in self.consultations),
            *(item.consultation.sample_notice for item in self.themes),
            *(item.sample_notice for item in self.comments),
        ]
        return next((notice for notice in notices if notice), None)


def search_everything(
    query: Query, number: int, kind: str, narrowed: Narrowing
) -> Found:
    """Return one page of what was found; what is short stands on the first one.

    `kind` is one of KINDS or blank for all; what is narrowed down are the comments,
    and then nothing else is looked for unless it is asked for.
    """
    wanted = {kind} if kind else set(KINDS)
    if narrowed.is_narrow and not kind:
        wanted = {"comments"}
    if number > 1:
        wanted &= {"comments"}
    comments: list[FoundComment] = []
    has_more = False
    if "comments" in wanted:
        comments, has_more = search_comments(query, number, narrowed)
    return Found(
        query,
        number,
        search_consultations(query, MOST_CONSULTATIONS)
        if "consultations" in wanted
        else [],
        search_themes(query, MOST_THEMES) if "themes" in wanted else [],
        comments,
        has_more,
    )

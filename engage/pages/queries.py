"""What several rooms together say to one question."""

from dataclasses import dataclass, field

from engage.consultations.models import Consultation
from engage.consultations.queries import search_consultations
from engage.core.i18n import Bilingual
from engage.core.stems import Query
from engage.reports.queries import FoundTheme, search_themes
from engage.threads.queries import FoundComment, search_comments

MOST_CONSULTATIONS = 5
MOST_THEMES = 10


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


def search_everything(query: Query, number: int) -> Found:
    """Return one page of what was found; what is short stands on the first one."""
    comments, has_more = search_comments(query, number)
    if number > 1:
        return Found(query, number, comments=comments, has_more=has_more)
    return Found(
        query,
        number,
        search_consultations(query, MOST_CONSULTATIONS),
        search_themes(query, MOST_THEMES),
        comments,
        has_more,
    )

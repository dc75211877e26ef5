"""Questions about news: who gets which, and what has happened."""

from engage.news.queries.happenings import (
    Happening,
    PublishedTheme,
    get_public_consultation,
    get_published_theme,
    list_happenings,
)
from engage.news.queries.readers import (
    Topic,
    digest_key,
    find_edition,
    find_release,
    find_subscriber,
    get_leaving,
    get_unconfirmed,
    list_readers,
    list_topics,
    list_without_digest,
    names_of,
)

__all__ = [
    "Happening",
    "PublishedTheme",
    "Topic",
    "digest_key",
    "find_edition",
    "find_release",
    "find_subscriber",
    "get_leaving",
    "get_public_consultation",
    "get_published_theme",
    "get_unconfirmed",
    "list_happenings",
    "list_readers",
    "list_topics",
    "list_without_digest",
    "names_of",
]

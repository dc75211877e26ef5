"""Questions about threads, their comments and votes."""

from engage.threads.queries.comments import (
    SORTS,
    CommentList,
    ShownComment,
    count_statements,
    find_next_statement,
    get_comment,
    get_shown,
    list_comments,
)
from engage.threads.queries.finding import (
    OwnComment,
    SaidBefore,
    find_own_comment,
    find_said,
    find_thread,
    get_managed_thread,
    get_own_comment,
    get_thread,
    list_managed_threads,
    list_public_threads,
)
from engage.threads.queries.parting import find_part, list_other_parts, list_parts
from engage.threads.queries.searching import FoundComment, Narrowing, search_comments
from engage.threads.queries.statements import PAGE_SIZE
from engage.threads.queries.votes import VoteMatrix, vote_matrix

__all__ = [
    "PAGE_SIZE",
    "SORTS",
    "CommentList",
    "FoundComment",
    "Narrowing",
    "OwnComment",
    "SaidBefore",
    "ShownComment",
    "VoteMatrix",
    "count_statements",
    "find_next_statement",
    "find_own_comment",
    "find_part",
    "find_said",
    "find_thread",
    "get_comment",
    "get_managed_thread",
    "get_own_comment",
    "get_shown",
    "get_thread",
    "list_comments",
    "list_managed_threads",
    "list_other_parts",
    "list_parts",
    "list_public_threads",
    "search_comments",
    "vote_matrix",
]

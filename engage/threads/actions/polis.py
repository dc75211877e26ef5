"""Read a conversation as the Polis software exports it.

A folder with `summary.csv`, `comments.csv`, and `participants-votes.csv` (participant
by comment) or `votes.csv` (one row a vote, of which the last one counts).
"""

import csv
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from engage.core.errors import Invalid
from engage.core.i18n import gettext as _
from engage.core.text import clean_text, is_blank
from engage.threads.actions.tables import Faults, Table, open_table
from engage.threads.models import LONGEST_COMMENT

STATUSES = {"1": "approved", "0": "pending", "-1": "rejected"}
VOTES = {"1": 1, "0": 0, "-1": -1}


@dataclass(frozen=True)
class PolisComment:
    """One comment of the export; `said_at` is in UTC."""

    id: str
    author: str
    status: str
    text: str
    said_at: datetime


@dataclass(frozen=True)
class Votes:
    """All votes as three columns: position of the voter, of the comment, and value."""

    voters: "array[int]" = field(default_factory=lambda: array("l"))
    comments: "array[int]" = field(default_factory=lambda: array("l"))
    values: "array[int]" = field(default_factory=lambda: array("b"))

    def add(self, voter: int, comment: int, value: int) -> None:
        """Add one vote."""
        self.voters.append(voter)
        self.comments.append(comment)
        self.values.append(value)

    def __len__(self) -> int:
        """Return how many votes there are."""
        return len(self.values)

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        """Give each vote as voter, comment, value."""
        return zip(self.voters, self.comments, self.values, strict=True)


@dataclass(frozen=True)
class PolisExport:
    """A conversation; `people` are all who voted or wrote, by their id in the export.

    `blank` counts comments without words: they and their votes are left out.
    """

    conversation: str
    topic: str
    description: str
    address: str
    comments: list[PolisComment]
    people: list[str]
    votes: Votes
    blank: int


def read_polis(folder: Path) -> PolisExport:
    """Read and check a whole export.

    Raises:
        Invalid: A file is missing or has faults, each told with row and column.
        Misconfigured: A file cannot be read.
    """
    summary = _read_summary(_existing(folder, "summary.csv"))
    read, blank_ids = _read_comments(_existing(folder, "comments.csv"))
    if not read:
        raise Invalid(_("There are no comments in this export."))
    positions = {comment.id: place for place, comment in enumerate(read)}
    people: dict[str, int] = {}
    # A vote on a comment without words is known and left out: position -1.
    known = positions | dict.fromkeys(blank_ids, -1)
    by_person = folder / "participants-votes.csv"
    if by_person.exists():
        votes = _read_matrix(by_person, known, people)
    else:
        path = _existing(folder, "votes.csv", "participants-votes.csv")
        votes = _read_votes(path, known, people)
    for comment in read:
        people.setdefault(comment.author, len(people))
    return PolisExport(
        conversation=summary.get("url", "").rstrip("/").rsplit("/", 1)[-1],
        topic=summary.get("topic", "").strip(),
        description=summary.get("conversation-description", "").strip(),
        address=summary.get("url", ""),
        comments=read,
        people=list(people),
        votes=votes,
        blank=len(blank_ids),
    )


def _existing(folder: Path, name: str, *others: str) -> Path:
    if not (folder / name).exists():
        names = " / ".join((name, *others))
        raise Invalid(_("%(file)s is missing in this folder.", file=names))
    return folder / name


def _read_summary(path: Path) -> dict[str, str]:
    """Return the facts of the conversation: a file of pairs without a header."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if len(row) >= 2]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Invalid(_("%(file)s is not in UTF-8.", file=path.name)) from error
    return {row[0].strip(): row[1] for row in rows}


def _read_comments(path: Path) -> tuple[list[PolisComment], list[str]]:
    """Return the comments with words, and the ids of those without."""
    found: dict[str, PolisComment] = {}
    blank: list[str] = []
    needs = ("timestamp", "comment-id", "author-id", "moderated", "comment-body")
    with open_table(path, needs=needs) as table:
        faults = Faults(path.name)
        for row, record in table.records():
            comment = _comment(record, row, faults)
            if comment.id in found or comment.id in blank:
                faults.add(row, "comment-id", _("this comment is there twice"))
            elif is_blank(comment.text):
                blank.append(comment.id)
            else:
                found[comment.id] = comment
        faults.stop()
    return list(found.values()), blank


def _comment(record: dict[str, str], row: int, faults: Faults) -> PolisComment:
    for column in ("comment-id", "author-id"):
        if not record[column].strip() or len(record[column]) > 20:
            faults.add(row, column, _("up to 20 characters are needed"))
    status = STATUSES.get(record["moderated"].strip())
    if status is None:
        faults.add(row, "moderated", _("it is 1, 0 or -1"))
    try:
        said_at = datetime.fromtimestamp(int(record["timestamp"]) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        said_at = datetime.fromtimestamp(0, UTC)
        faults.add(row, "timestamp", _("it counts milliseconds since 1970"))
    return PolisComment(
        id=record["comment-id"].strip(),
        author=record["author-id"].strip(),
        status=status or "pending",
        text=usable_text(record["comment-body"], row, "comment-body", faults),
        said_at=said_at,
    )


def usable_text(typed: str, row: int, column: str, faults: Faults) -> str:
    """Return a text as it will be kept; the same verdict as the form's (rule 30)."""
    try:
        text = clean_text(typed)
    except ValueError:
        faults.add(row, column, _("it holds characters that cannot be shown"))
        return ""
    if len(text) > LONGEST_COMMENT:
        faults.add(row, column, _("it is longer than 2,000 characters"))
    return text


def _read_matrix(path: Path, known: dict[str, int], people: dict[str, int]) -> Votes:
    """Read one row a participant and one column a comment; empty is unseen."""
    votes = Votes()
    with open_table(path, needs=("participant",)) as table:
        faults = Faults(path.name)
        asked = _comment_columns(table, known)
        at = table.columns.index("participant")
        for row, values in table.rows():
            person = values[at].strip()
            if not person or person in people:
                faults.add(row, "participant", _("each participant has one row"))
                continue
            voter = people[person] = len(people)
            for place, comment in asked:
                value = values[place]
                if value in VOTES and comment >= 0:
                    votes.add(voter, comment, VOTES[value])
                elif value and value not in VOTES:
                    faults.add(row, table.columns[place], _("it is 1, 0, -1 or empty"))
        faults.stop()
    return votes


def _comment_columns(table: Table, known: dict[str, int]) -> list[tuple[int, int]]:
    """Return where each comment's votes stand: column and position of the comment."""
    asked = [name for name in table.columns if name.isdigit()]
    strange = [name for name in asked if name not in known]
    if strange:
        raise Invalid(
            _(
                "%(file)s has votes on comments that are not in comments.csv: "
                "%(columns)s.",
                file=table.name,
                columns=", ".join(strange[:10]),
            )
        )
    return [(table.columns.index(name), known[name]) for name in asked]


def _read_votes(path: Path, known: dict[str, int], people: dict[str, int]) -> Votes:
    """Read one row a vote; of several by one person on one comment the last counts."""
    last: dict[tuple[int, int], tuple[int, int]] = {}
    needs = ("timestamp", "comment-id", "voter-id", "vote")
    with open_table(path, needs=needs) as table:
        faults = Faults(path.name)
        for row, record in table.records():
            vote = _vote(record, row, known, faults)
            if vote is not None:
                person, comment, moment, value = vote
                key = people.setdefault(person, len(people)), comment
                last[key] = max(last.get(key, (0, 0)), (moment, value))
        faults.stop()
    votes = Votes()
    for (voter, comment), (_moment, value) in last.items():
        votes.add(voter, comment, value)
    return votes


def _vote(
    record: dict[str, str], row: int, known: dict[str, int], faults: Faults
) -> tuple[str, int, int, int] | None:
    """Return participant, comment, moment and value; None where it does not count."""
    comment = known.get(record["comment-id"].strip())
    value = VOTES.get(record["vote"].strip())
    person, moment = record["voter-id"].strip(), record["timestamp"].strip()
    if comment is None:
        faults.add(row, "comment-id", _("it is not in comments.csv"))
    if value is None:
        faults.add(row, "vote", _("it is 1, 0 or -1"))
    if not person:
        faults.add(row, "voter-id", _("it is missing"))
    if not (moment.isascii() and moment.isdigit()):
        faults.add(row, "timestamp", _("it counts milliseconds since 1970"))
        return None
    if comment is None or comment < 0 or value is None:
        return None
    return person, comment, int(moment), value

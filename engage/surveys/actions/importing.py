"""Import a file of responses: all of it or nothing."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from sqlalchemy import Table as SqlTable
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.contributions.actions import NewContribution, add_contributions
from engage.contributions.facts import arrival
from engage.contributions.models import Contribution
from engage.core import clock, failpoints
from engage.core.actors import Actor
from engage.core.apart import Apart, Known, made_apart
from engage.core.audit import record_detailed
from engage.core.bulk import insert_rows
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.text import shown_text
from engage.core.tokens import new_public_id, token_hash
from engage.surveys import queries
from engage.surveys.actions.judging import ImportOptions, judged
from engage.surveys.actions.responding import add_answers
from engage.surveys.models import (
    Answer,
    Characteristic,
    ImportBatch,
    Response,
    Survey,
    voice_of,
)
from engage.surveys.tables import Progress, Table, file_hash

LONGEST_NAME = 120
CHUNK = 1000
# What an import fills, in this order.
TABLES = [
    cast("SqlTable", kind.__table__)
    for kind in (Response, Answer, Characteristic, Contribution)
]


@dataclass(frozen=True)
class Imported:
    """What an import added, or would add in a dry run.

    `left_out` counts rows that hold no answer.
    """

    responses: int
    texts: int
    left_out: int
    is_dry_run: bool
    batch_id: int | None = None


def import_responses(
    survey: Survey,
    path: Path,
    options: ImportOptions,
    *,
    by: Actor,
    progress: Progress = lambda _rows, _expected: None,
) -> Imported:
    """Import a file of responses to a survey's present version.

    Rows are judged and made outside the transaction, which then only puts them in:
    other writers wait for as short as can be.

    Raises:
        Conflict: The same file was imported before.
        ImportRefused: The file has faults.
        Invalid: It has no rows.
    """
    hashed, version = file_hash(path), survey.version
    if not options.allows_duplicate and queries.has_import(survey, hashed):
        raise _same_file()
    with TemporaryFile("w+", encoding="utf-8") as kept:
        tally = judged(survey, Table(path, progress), kept, options, progress)
        if options.is_dry_run:
            return Imported(**asdict(tally), is_dry_run=True)
        kept.seek(0)
        maker = _RowMaker(survey)
        with made_apart(TABLES, partial(_make, maker=maker, kept=kept)) as apart:
            batch = ImportBatch(
                survey_id=survey.id,
                file_hash=hashed,
                responses=tally.responses,
                imported_at=clock.now(),
                name=shown_text(options.name)[:LONGEST_NAME],
                job=options.job,
            )
            _put(apart, batch, options, by, version=version)
    return Imported(**asdict(tally), is_dry_run=False, batch_id=batch.id)


def _put(
    apart: Apart, batch: ImportBatch, options: ImportOptions, by: Actor, *, version: int
) -> None:
    """Put all rows in their place; a constraint keeps out a second import of a file."""
    try:
        with transaction(apart.session) as current:
            slug = _hold(current, batch.survey_id, version)
            batch.copy = _copies(current, batch) if options.allows_duplicate else 0
            current.add(batch)
            current.flush()
            apart.put({"batch_id": batch.id})
            failpoints.reach("import.mid")
            record_detailed(
                current,
                "surveys.responses.imported",
                by=by,
                subject=("import", batch.id),
                detail={"responses": batch.responses, "survey": slug},
            )
    except IntegrityError as error:
        if is_duplicate(error, "uq_import_batch_survey_id_file_hash_copy"):
            raise _same_file() from error
        raise


def _hold(current: Session, survey_id: int, version: int) -> str:
    """Keep the survey as the rows were made for it until they are in; return its name.

    Raises:
        Conflict: Somebody changed it meanwhile, such as who reads texts first.
    """
    held = select(Survey.slug, Survey.version).where(Survey.id == survey_id)
    # Responses that come in meanwhile lean on the survey: their lock is another.
    held = held.with_for_update(key_share=True)
    slug, standing = current.execute(held).one()
    if standing != version:
        raise Conflict(
            _("Somebody changed the survey meanwhile. Import the file again.")
        )
    return str(slug)


def _copies(current: Session, batch: ImportBatch) -> int:
    """Return how often the same file was imported before."""
    copies = select(func.count()).where(
        ImportBatch.survey_id == batch.survey_id,
        ImportBatch.file_hash == batch.file_hash,
    )
    return current.scalar(copies) or 0


def _same_file() -> Conflict:
    return Conflict(
        _("This file was imported before. Allow duplicates to import it again.")
    )


def _make(current: Session, known: Known, *, maker: "_RowMaker", kept: IO[str]) -> None:
    """Add the rows of what was judged good; those of a batch go in with its id."""
    shared, newest = {"batch_id": None, **known}, 0
    for chunk in _chunks(map(json.loads, kept)):
        responses = [maker.response(item) | shared for item in chunk]
        insert_rows(current, cast("SqlTable", Response.__table__), responses)
        ids = _ids_of(current, responses, newest)
        newest = max(ids)
        answers, texts = [], []
        for item, row, response_id in zip(chunk, responses, ids, strict=True):
            answers += maker.answers(item, response_id)
            texts += maker.texts(item, row)
        add_answers(current, answers, maker.about)
        add_contributions(current, texts)


def _ids_of(current: Session, rows: Sequence[dict[str, Any]], newest: int) -> list[int]:
    """Return the ids that rows were given after `newest`, in their order."""
    names = [row["public_id"] for row in rows]
    found = current.execute(
        select(Response.public_id, Response.id).where(
            Response.id > newest, Response.public_id.in_(names)
        )
    )
    by_name = {row.public_id: row.id for row in found}
    return [by_name[name] for name in names]


def _chunks(items: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    waiting = iter(items)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


class _RowMaker:
    """Makes the rows of a batch; reads what they share once."""

    def __init__(self, survey: Survey) -> None:
        version = queries.get_version(survey, survey.number)
        self._definition = queries.definition_of(version)
        self.about = self._definition.about
        self._catchments = queries.catchment_ids(survey.consultation)
        self._come = arrival(survey.moderation, None)
        self._consultation_id = survey.consultation_id
        self._shared = {
            "survey_id": survey.id,
            "survey_version_id": version.id,
            "consent_number": queries.consent_of(survey.consultation).number,
            "content_hash": "",
            "marks": [],
            "is_withdrawn": False,
        }
        self._prompts = {
            question.key: Bilingual(question.title["en"], question.title["fr"])
            for question in self._definition.questions
            if question.is_text
        }

    def response(self, item: list[Any]) -> dict[str, Any]:
        """Return the columns of a response; no key of its own was sent with it."""
        catchment, language, channel, day, may_quote, _answers = item
        public_id = new_public_id()
        return self._shared | {
            "public_id": public_id,
            "submission_hash": token_hash(f"import {public_id}"),
            "catchment_id": self._catchments.get(catchment),
            "language": language,
            "channel": channel,
            "received_on": date.fromisoformat(day),
            "may_quote": may_quote,
        }

    def answers(self, item: list[Any], response_id: int) -> list[dict[str, Any]]:
        """Return the rows of the answers that are not free text."""
        return [
            {"response_id": response_id, "question_key": key, "value": value}
            for key, value in item[-1].items()
            if key not in self._prompts
        ]

    def texts(self, item: list[Any], row: dict[str, Any]) -> list[NewContribution]:
        """Return the free texts as contributions; the hour of a file is not kept."""
        voice = voice_of(row["public_id"])
        return [
            NewContribution(
                consultation_id=self._consultation_id,
                catchment_id=row["catchment_id"],
                kind="answer",
                source_key=f"{voice}:{key}",
                prompt_key=key,
                prompt=self._prompts[key],
                voice=voice,
                channel=row["channel"],
                language=row["language"],
                text=text,
                received_on=row["received_on"],
                status=self._come.status,
                is_unread=self._come.is_unread,
                may_quote=row["may_quote"],
            )
            for key, text in item[-1].items()
            if key in self._prompts
        ]

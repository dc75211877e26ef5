"""The surveys and responses of a consultation's file, read and made again.

Every answer is judged anew by the version it was given to.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.core.errors import Invalid
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.text import has_unusable_characters
from engage.core.tokens import token_hash
from engage.surveys import queries
from engage.surveys.actions.drafting import check_address, check_words
from engage.surveys.carrying import AS_THEY_ARE, CHUNK, Item
from engage.surveys.models import (
    CHECKED,
    LATE,
    Answer,
    Characteristic,
    Response,
    Survey,
    SurveyVersion,
)
from engage.surveys.questions import Definition, Refused, digest_of, faults_of
from engage.surveys.rows import CHANNELS

MODERATIONS = ("pre", "post", "flags")
STATES = ("draft", "open", "closed")
NAMES = {"public_id": 20, "session_code": 20, "receipt_hash": 64}
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError, Refused, Invalid)


def load_surveys(
    current: Session, consultation: Consultation, items: Sequence[Item], by: Actor
) -> None:
    """Add the surveys of a file inside the caller's transaction.

    Raises:
        Invalid: One of them cannot be read; nothing is kept.
    """
    del by
    for number, item in enumerate(items, 1):
        with _told(_("Survey %(number)s in the file cannot be read.", number=number)):
            _add_survey(current, consultation, item)


def _add_survey(current: Session, consultation: Consultation, item: Item) -> None:
    title, intro = Bilingual(**item["title"]), Bilingual(**item["intro"])
    versions = [_version(at, raw) for at, raw in enumerate(item["versions"], 1)]
    check_address(item["slug"])
    check_words(title, intro, is_public=bool(versions))
    is_sound = (
        item["moderation"] in MODERATIONS
        and item["state"] in STATES
        and (item["state"] == "draft") == (not versions)
        and isinstance(item["draft"], dict)
        and isinstance(item["shows_similar"], bool)
    )
    if not is_sound:
        raise ValueError
    survey = Survey(
        slug=item["slug"],
        consultation_id=consultation.id,
        title=title,
        intro=intro,
        moderation=item["moderation"],
        shows_similar=item["shows_similar"],
        state=item["state"],
        draft=item["draft"],
        number=len(versions),
        digest=versions[-1].digest if versions else "",
    )
    current.add(survey)
    current.flush()
    for version in versions:
        version.survey_id = survey.id
        current.add(version)
    current.flush()


def _version(number: int, raw: Item) -> SurveyVersion:
    """Return a version as it was published; their numbers run from 1."""
    if raw["number"] != number or faults_of(raw["definition"]):
        raise ValueError
    return SurveyVersion(
        number=number,
        definition=raw["definition"],
        digest=digest_of(raw["definition"]),
        published_on=date.fromisoformat(raw["published_on"]),
    )


def load_responses(
    current: Session, consultation: Consultation, items: Sequence[Item], by: Actor
) -> None:
    """Add the responses of a file inside the caller's transaction.

    Raises:
        Invalid: One of them cannot be read; nothing is kept.
    """
    del by
    reader = _Reader(current, consultation)
    for start in range(0, len(items), CHUNK):
        rows, answers = [], []
        for number, item in enumerate(items[start : start + CHUNK], start + 1):
            told = _("Response %(number)s in the file cannot be read.", number=number)
            with _told(told):
                rows.append(reader.row(item))
                answers.append(reader.answers(item))
        ids = current.scalars(
            insert(Response).returning(Response.id, sort_by_parameter_order=True), rows
        ).all()
        for table, part in ((Answer, 0), (Characteristic, 1)):
            made = [
                {"response_id": response_id, "question_key": key, "value": value}
                for response_id, given in zip(ids, answers, strict=True)
                for key, value in given[part].items()
            ]
            if made:
                current.execute(insert(cast("Table", table.__table__)), made)


class _Reader:
    """Reads responses; what they share is looked up once."""

    def __init__(self, current: Session, consultation: Consultation) -> None:
        self._places: dict[object, int | None] = {
            row.slug: row.id
            for row in current.execute(select(Catchment.slug, Catchment.id))
        }
        self._places[None] = None
        self._consents = {item.number for item in consultation.consent_texts}
        self._versions: dict[tuple[str, int], tuple[int, int, Definition]] = {
            (survey.slug, version.number): (
                survey.id,
                version.id,
                queries.definition_of(version),
            )
            for survey in queries.list_surveys(consultation.id)
            for version in queries.list_versions(survey)
        }

    def row(self, item: Item) -> dict[str, Any]:
        """Return the columns of a response."""
        if not self._is_sound(item):
            raise ValueError
        survey_id, version_id, _definition = self._asked(item)
        return {
            **{name: item[name] for name in AS_THEY_ARE},
            "survey_id": survey_id,
            "survey_version_id": version_id,
            "catchment_id": self._places[item["catchment"]],
            "received_on": date.fromisoformat(item["received_on"]),
            "submission_hash": token_hash(f"import {item['public_id']}"),
            "content_hash": "",
        }

    def answers(self, item: Item) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the answers and what is said of the person, each judged anew."""
        definition = self._asked(item)[2]
        given, said = item["answers"], item["characteristics"]
        if not set(said) <= definition.about or set(given) & definition.about:
            raise ValueError
        for key, value in {**given, **said}.items():
            question = definition.by_key[key]
            if question.is_text or question.check(value) != value:
                raise ValueError
        return dict(given), dict(said)

    def _asked(self, item: Item) -> tuple[int, int, Definition]:
        return self._versions[item["survey"], item["version"]]

    def _is_sound(self, item: Item) -> bool:
        """Return whether every value is of its kind; a missing one raises KeyError."""
        names = (item["public_id"], item["session_code"], item["receipt_hash"])
        return (
            all(
                _is_name(name, most)
                for name, most in zip(names, (20, 20, 64), strict=True)
            )
            and isinstance(item["public_id"], str)
            and item["language"] in {"en", "fr"}
            and item["channel"] in CHANNELS
            and item["consent_number"] in self._consents | {0}
            and isinstance(item["may_quote"], bool)
            and isinstance(item["is_withdrawn"], bool)
            and isinstance(item["marks"], list)
            and set(item["marks"]) <= {LATE, CHECKED}
        )


def _is_name(value: object, most: int) -> bool:
    if value is None:
        return True
    is_text = isinstance(value, str) and 0 < len(value) <= most
    return is_text and not has_unusable_characters(str(value))


@contextmanager
def _told(message: str) -> Iterator[None]:
    """Turn whatever is wrong with one thing of a file into one sentence about it."""
    try:
        yield
    except UNREADABLE as error:
        raise Invalid(message) from error

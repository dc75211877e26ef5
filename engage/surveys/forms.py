"""The form of a survey, made from what its version asks."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from engage.consultations.gatherings import session_named
from engage.consultations.models import Consultation
from engage.core.errors import NotFound
from engage.core.i18n import Bilingual, current_language
from engage.core.tokens import new_token
from engage.surveys import queries
from engage.surveys.at_door import AnyOwner
from engage.surveys.fields import Field, FormSection, question_field, said
from engage.surveys.fields_around import UNSURE, catchment_field, tick_field
from engage.surveys.questions import Definition, Place, Refused, Sent, Value
from engage.surveys.questions.base import first
from engage.surveys.wording import words_for
from engage.web.begun import begun_at
from engage.web.forms import EXPIRED
from engage.web.posted import Posted
from engage.web.security import is_genuine_request

SUBMISSION_KEY = re.compile(r"[A-Za-z0-9_-]{16,128}")


class SurveyForm:
    """One page of questions: empty, or filled with what was sent and told off.

    The fields are made when the page is shown; a reply that is taken needs none.
    """

    def __init__(
        self,
        version: queries.AskedVersion,
        definition: Definition,
        consultation: AnyOwner,
        posted: Posted,
    ) -> None:
        self.version = version
        self.definition = definition
        self.posted = posted
        self.sent: Sent = posted.values
        self.status = 200
        self.form_errors: list[str] = []
        # What others said, by question, where the person asked for it.
        self.similar: dict[str, list[Any]] = {}
        self._consultation = consultation
        self._whole = consultation if isinstance(consultation, Consultation) else None
        # What a stamp of this form names: one consultation's forms are alike in time.
        self.subject = consultation.slug
        self._faults: dict[str, str] = {}
        self.checked = definition.check(lambda question: question.from_form(self.sent))
        given = first(self.sent, "submission_key")
        self.submission_key = given if SUBMISSION_KEY.fullmatch(given) else new_token()

    def __iter__(self) -> Iterator[Field]:
        """Yield every field in the order of the page."""
        if self.catchment.choices:
            yield self.catchment
        yield from (item for section in self.sections for item in section.fields)
        yield from (self.consent, self.consent_quote)

    @property
    def whole(self) -> Consultation:
        """The whole consultation; `belong_to` gives it before a page is shown."""
        if self._whole is None:
            raise NotFound
        return self._whole

    @property
    def errors(self) -> dict[str, list[str]]:
        """The faults by field."""
        found = {name: [fault] for name, fault in self._faults.items()}
        return found | ({"": self.form_errors} if self.form_errors else {})

    @property
    def answers(self) -> dict[str, Value]:
        """The answers that passed the questions' verdict."""
        return self.checked.answers

    @property
    def place(self) -> str:
        """The slug of the person's catchment; empty or "unsure" if they don't know."""
        return first(self.sent, "catchment")

    @property
    def may_quote(self) -> bool:
        """Whether the person lets their words be quoted."""
        return self._is_ticked("consent_quote")

    @cached_property
    def around(self) -> queries.Around:
        """The consent text in force, and the id of the catchment that was named."""
        return queries.get_around(self._consultation, self.place)

    @cached_property
    def begun_at(self) -> datetime | None:
        """When the person opened the page, where its stamp proves it."""
        stamp = first(self.sent, "begun")
        return begun_at(stamp, self.subject) if stamp else None

    @cached_property
    def session_code(self) -> str | None:
        """The session the person sits in, where the code they came with is one."""
        return session_named(self._consultation.id, first(self.sent, "session"))

    @property
    def consent_number(self) -> int:
        """The number of the consent text in force."""
        return self.around.consent_number

    @property
    def shown(self) -> str:
        """What is on this page because of an answer: questions, areas of a place."""
        by_key = self.definition.by_key
        asked = [by_key[key] for key in self.checked.asked]
        opened = [question.key for question in asked if question.show_if]
        areas = [
            question.area_name
            for question in asked
            if isinstance(question, Place)
            and question.areas_of(first(self.sent, question.key))
        ]
        return " ".join(opened + areas)

    @property
    def question_count(self) -> int:
        """How many questions stand on this page, as they are numbered."""
        return sum(len(section.fields) for section in self.sections)

    @property
    def has_required(self) -> bool:
        """Whether some question must be answered."""
        return any(question.is_required for question in self.definition.questions)

    @property
    def typed_texts(self) -> list[tuple[str, str]]:
        """The words that were typed, each with its question, to be kept on screen."""
        return [
            (item.label.text, item._value())  # noqa: SLF001 - as form libraries do
            for section in self.sections
            for item in section.fields
            if item.kind in {"text", "textarea"} and item.data
        ]

    @property
    def is_switching(self) -> bool:
        """Whether the person only asks for the page in the other language."""
        return "switch" in self.sent

    @property
    def is_saving(self) -> bool:
        """Whether the person only puts the answers aside."""
        return "save" in self.sent

    @property
    def asks_for_similar(self) -> str:
        """The question to which the person wants to read what others said."""
        key = first(self.sent, "similar")
        question = self.definition.by_key.get(key)
        return key if question is not None and question.is_text else ""

    @property
    def opened(self) -> list[str]:
        """What these answers open and the person has not seen yet.

        A script that sends answers without naming what it showed has seen them all.
        """
        if "shown" not in self.sent:
            return []
        seen = first(self.sent, "shown").split()
        return [key for key in self.shown.split() if key not in seen]

    def is_submitted_and_valid(self) -> bool:
        """Return whether the form was sent, is ours, and every answer can be taken.

        Sets `status` to 422 where it must be shown again.
        """
        if self.is_switching or "similar" in self.sent:
            return False
        for key, refused in self.checked.refused.items():
            self._faults[key] = words_for(refused)
        for name in self.posted.broken:
            self._faults[name.split(".", 1)[0]] = words_for(Refused("unusable"))
        self._judge_around()
        if not self.answers and not self.checked.refused:
            self.form_errors.append(
                _("Nothing is answered yet. One answer is enough: choose any question.")
            )
        self.status = 422 if self.errors else 200
        return not self.errors and not self.opened

    def may_be_saved(self) -> bool:
        """Return whether there is something to put aside, and the form is ours.

        Sets `status` to 422 where it must be shown again.
        """
        self._require_ours()
        if not (self.answers or self.checked.refused):
            self.form_errors.append(_("Nothing is answered yet, so nothing is saved."))
        self.status = 422 if self.form_errors else 200
        return not self.form_errors

    def belong_to(self, consultation: Consultation) -> None:
        """Take the whole consultation: a page shows its words around the questions."""
        self._whole = consultation

    def begin_anew(self, message: str) -> None:
        """Show the form again under a new submission key, and say why."""
        self.form_errors.append(message)
        self.submission_key = new_token()
        self.status = 422

    def _judge_around(self) -> None:
        """Judge what stands around the questions: area, consent, the form itself."""
        is_known = self.around.catchment_id is not None
        if not is_known and self.place not in ("", UNSURE):
            self._faults["catchment"] = _("Choose your area from the list.")
        if not self._is_ticked("consent"):
            self._faults["consent"] = _(
                "Tick this box if you agree; without it we cannot take your answers."
            )
        agreed_to = first(self.sent, "consent_version")
        if agreed_to and agreed_to != str(self.consent_number):
            self._faults["consent"] = _(
                "This text has changed in the meantime. Please read it again."
            )
        self._require_ours()

    def _require_ours(self) -> None:
        if self.submission_key != first(self.sent, "submission_key"):
            self.form_errors.append(
                _("We could not tell whether this was sent before. Send it again.")
            )
        if not is_genuine_request(first(self.sent, "csrf_token")):
            self.form_errors.append(str(EXPIRED))

    def _is_ticked(self, name: str) -> bool:
        return first(self.sent, name).lower() in {"y", "yes", "on", "true", "1"}

    @cached_property
    def sections(self) -> list[FormSection]:
        """The sections in which some question is asked, with their fields."""
        asked, language = set(self.checked.asked), current_language()
        made = (
            FormSection(
                section.key,
                said(section.title, language),
                said(section.intro, language),
                [
                    self._told(question_field(question, language, self.sent))
                    for question in section.questions
                    if question.key in asked
                ],
            )
            for section in self.definition.sections
        )
        return [section for section in made if section.fields]

    @cached_property
    def catchment(self) -> Field:
        """Where the person lives or works; without choices outside the catchments."""
        return self._told(catchment_field(self.whole, self.place))

    @cached_property
    def consent(self) -> Field:
        """Taking part, which must be agreed to; never ticked under a changed text."""
        text = queries.consent_of(self.whole).participation
        return self._tick("consent", text, _("I agree to take part."))

    @cached_property
    def consent_quote(self) -> Field:
        """Being quoted, which is one's own choice."""
        text = queries.consent_of(self.whole).quoting
        words = _("My words may be quoted, without my name.")
        return self._tick("consent_quote", text, words)

    def _tick(self, name: str, text: Bilingual, otherwise: str) -> Field:
        is_ticked = self._is_ticked(name) and name not in self._faults
        words = text[current_language()] or otherwise
        return self._told(tick_field(name, words, is_ticked=is_ticked))

    def _told(self, field: Field) -> Field:
        """Give a field its fault."""
        if field.name in self._faults:
            field.errors = [self._faults[field.name]]
        return field

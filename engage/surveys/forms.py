"""The form of a survey, made from what its version asks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from engage.consultations.models import ConsentText
from engage.core.tokens import new_token
from engage.surveys.fields import Field, Flags, Label, question_field, said
from engage.surveys.models import SurveyVersion
from engage.surveys.questions import Definition, Refused, Sent, Value
from engage.surveys.questions.base import first
from engage.surveys.wording import words_for
from engage.web.forms import EXPIRED
from engage.web.posted import Posted
from engage.web.security import is_genuine_request

UNSURE = "unsure"
SUBMISSION_KEY = re.compile(r"[A-Za-z0-9_-]{16,128}")


@dataclass
class FormSection:
    """A section's heading and the fields of the questions that are asked."""

    key: str
    title: str
    intro: str
    fields: list[Field]


class SurveyForm:
    """One page of questions: empty, or filled with what was sent and told off.

    `catchments` maps slugs to names in the page's language; it is empty where the
    consultation lies outside the catchments. `consent` is the text in force.
    """

    def __init__(
        self,
        version: SurveyVersion,
        definition: Definition,
        consent: ConsentText,
        posted: Posted,
        *,
        language: str,
        catchments: Mapping[str, str],
    ) -> None:
        self.version = version
        self.definition = definition
        self.consent_number = consent.number
        self.status = 200
        self.form_errors: list[str] = []
        self.posted = posted
        self.sent: Sent = posted.values
        self.checked = definition.check(lambda question: question.from_form(self.sent))
        self.sections = [*self._sections(language)]
        self.catchment = self._catchment_field(catchments)
        self.consent = self._tick(
            "consent", consent.participation[language] or _("I agree to take part.")
        )
        self.consent.flags.required = True
        self.consent_quote = self._tick(
            "consent_quote",
            consent.quoting[language] or _("My words may be quoted, without my name."),
        )
        given = first(self.sent, "submission_key")
        self.submission_key = given if SUBMISSION_KEY.fullmatch(given) else new_token()

    def __iter__(self) -> Iterator[Field]:
        """Yield every field in the order of the page."""
        if self.catchment.choices:
            yield self.catchment
        yield from (item for section in self.sections for item in section.fields)
        yield from (self.consent, self.consent_quote)

    @property
    def errors(self) -> dict[str, list[str]]:
        """The faults by field."""
        found = {item.name: item.errors for item in self if item.errors}
        return found | ({"": self.form_errors} if self.form_errors else {})

    @property
    def answers(self) -> dict[str, Value]:
        """The answers that passed the questions' verdict."""
        return self.checked.answers

    @property
    def place(self) -> str:
        """The slug of the person's catchment; empty or "unsure" if they don't know."""
        return str(self.catchment.data)

    @property
    def shown(self) -> str:
        """The questions on this page that are there because of an answer."""
        by_key = self.definition.by_key
        return " ".join(key for key in self.checked.asked if by_key[key].show_if)

    @property
    def question_count(self) -> int:
        """How many questions stand on this page, the area included."""
        asked = sum(len(section.fields) for section in self.sections)
        return asked + (1 if self.catchment.choices else 0)

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
    def opened(self) -> list[str]:
        """The questions that these answers open and the person has not seen yet.

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
        if self.is_switching:
            return False
        for item in self:
            self._judge(item, self.posted.broken)
        self._judge_around()
        self.status = 422 if self.errors else 200
        return not self.errors and not self.opened

    def begin_anew(self, message: str) -> None:
        """Show the form again under a new submission key, and say why."""
        self.form_errors.append(message)
        self.submission_key = new_token()
        self.status = 422

    def _judge(self, item: Field, broken: frozenset[str]) -> None:
        refused = self.checked.refused.get(item.name)
        if any(name.split(".", 1)[0] == item.name for name in broken):
            refused = Refused("unusable")
        if refused is not None:
            item.errors = [words_for(refused)]

    def _judge_around(self) -> None:
        """Judge what stands around the questions: area, consent, the form itself."""
        known = {value for value, _label in self.catchment.choices}
        if self.catchment.data and self.catchment.data not in known:
            self.catchment.errors = [_("Choose your area from the list.")]
        if not self.consent.data:
            self.consent.errors = [
                _("Tick this box if you agree; without it we cannot take your answers.")
            ]
        agreed_to = first(self.sent, "consent_version")
        if agreed_to and agreed_to != str(self.consent_number):
            self.consent.data = False
            self.consent.errors = [
                _("This text has changed in the meantime. Please read it again.")
            ]
        if SUBMISSION_KEY.fullmatch(first(self.sent, "submission_key")) is None:
            self.form_errors.append(
                _("We could not tell whether this was sent before. Send it again.")
            )
        if not is_genuine_request():
            self.form_errors.append(str(EXPIRED))

    def _sections(self, language: str) -> Iterator[FormSection]:
        asked = set(self.checked.asked)
        for section in self.definition.sections:
            fields = [
                question_field(question, language, self.sent)
                for question in section.questions
                if question.key in asked
            ]
            if fields:
                yield FormSection(
                    section.key,
                    said(section.title, language),
                    said(section.intro, language),
                    fields,
                )

    def _catchment_field(self, names: Mapping[str, str]) -> Field:
        choices = [
            ("", _("Choose your area")),
            *names.items(),
            (UNSURE, _("I am not sure")),
        ]
        return Field(
            name="catchment",
            kind="select",
            label=Label(_("Where do you live or work?")),
            data=first(self.sent, "catchment"),
            choices=choices if names else (),
        )

    def _tick(self, name: str, text: str) -> Field:
        is_ticked = first(self.sent, name).lower() in {"y", "yes", "on", "true", "1"}
        return Field(
            name=name, kind="checkbox", label=Label(text), data=is_ticked, flags=Flags()
        )

"""The page on which one paper form is typed in, made from what it asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask_babel import gettext as _

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.core.i18n import current_language
from engage.core.tokens import new_token
from engage.surveys import queries
from engage.surveys.actions import PaperForm, Reply
from engage.surveys.fields import Field, Flags, Label, question_field, said
from engage.surveys.fields_around import UNSURE
from engage.surveys.forms import SUBMISSION_KEY
from engage.surveys.questions import Refused, Sent
from engage.surveys.questions.base import first
from engage.surveys.rows import read_day
from engage.surveys.wording import words_for
from engage.web.forms import EXPIRED
from engage.web.posted import Posted
from engage.web.security import is_genuine_request

MOST_FORMS = 100_000
LANGUAGES = (("en", "English"), ("fr", "Français"))


@dataclass(frozen=True)
class Given:
    """What the first page of a stack is filled with."""

    place: int
    day: date
    language: str


class PaperEntry:
    """All questions of a form, none hidden: a paper form shows them all.

    What a person answered though it was not for them is left out, as on the screen.
    """

    def __init__(
        self,
        version: queries.AskedVersion,
        consultation: Consultation,
        posted: Posted,
        given: Given,
        areas: Sequence[Catchment],
    ) -> None:
        self.version = version
        self.definition = queries.definition_of(version)
        self.sent: Sent = posted.values
        self.status = 200
        self.form_errors: list[str] = []
        self.checked = self.definition.check(lambda q: q.from_form(self.sent))
        key = first(self.sent, "submission_key")
        self.submission_key = key if SUBMISSION_KEY.fullmatch(key) else new_token()
        self._posted = posted
        self._consultation = consultation
        self._given = given
        self._areas = areas
        self._faults: dict[str, str] = {}

    def __iter__(self) -> Iterator[Field]:
        """Yield every field in the order of the page."""
        yield from (self.number, self.language, self.received_on)
        if self.catchment.choices:
            yield self.catchment
        yield from (item for _title, fields in self.sections for item in fields)
        yield from (self.consent, self.consent_quote)

    @property
    def errors(self) -> dict[str, list[str]]:
        """The faults by field."""
        found = {name: [fault] for name, fault in self._faults.items()}
        return found | ({"": self.form_errors} if self.form_errors else {})

    @property
    def place(self) -> int:
        """The number on the form, or 0 where none was typed."""
        typed = self._typed("_number", str(self._given.place))
        is_number = typed.isascii() and typed.isdigit() and len(typed) < 7
        return int(typed) if is_number and int(typed) <= MOST_FORMS else 0

    @property
    def day(self) -> date | None:
        """The day on which the form came in."""
        return read_day(self._typed("received_on", self._given.day.isoformat()))

    @property
    def wants_slip(self) -> bool:
        """Whether the receipt code is shown, for the slip that the person keeps."""
        return "_slip" in self.sent

    @cached_property
    def around(self) -> queries.Around:
        """The consent text in force, and the id of the catchment that was marked."""
        return queries.get_around(self._consultation, self._area)

    @property
    def _area(self) -> str:
        return first(self.sent, "catchment").strip()

    def form(self) -> PaperForm:
        """Return what stands on the form; it has passed."""
        return PaperForm(
            place=self.place,
            received_on=self.day or self._given.day,
            version=self.version,
            reply=Reply(
                answers=self.checked.answers,
                catchment_id=self.around.catchment_id,
                language=self._typed("language", "en"),
                consent_number=self.around.consent_number,
                may_quote="consent_quote" in self.sent,
            ),
        )

    def next_given(self) -> Given:
        """Return what the next form of the stack begins with."""
        return Given(
            place=self.place + 1,
            day=self.day or self._given.day,
            language=self._typed("language", "en"),
        )

    def is_valid(self) -> bool:
        """Return whether all of it can be taken; sets `status` to 422 if not."""
        for key, refused in self.checked.refused.items():
            self._faults[key] = words_for(refused)
        for name in self._posted.broken:
            self._faults[name.split(".", 1)[0]] = words_for(Refused("unusable"))
        self._judge_around()
        if not is_genuine_request(first(self.sent, "csrf_token")):
            self.form_errors.append(str(EXPIRED))
        self.status = 422 if self.errors else 200
        return not self.errors

    def refuse(self, message: str, fields: dict[str, str], status: int = 422) -> None:
        """Show why the form was not taken, at the fields it names."""
        self.status = status
        self._faults |= fields
        if not fields:
            self.form_errors.append(message)

    def _judge_around(self) -> None:
        """Judge the number, the day, the language, the area and the consent."""
        offered = {area.slug for area in self._areas}
        is_area = self._area in {"", UNSURE, *offered}
        verdicts = {
            "_number": (self.place > 0, _("Enter the number of the form, from 1.")),
            "received_on": (
                self.day is not None,
                _("Enter a day, such as 2026-11-30."),
            ),
            "language": (
                self._typed("language", "") in dict(LANGUAGES),
                _("Choose the language of the form."),
            ),
            "catchment": (is_area, _("Choose an area from the list.")),
            "consent": (
                "consent" in self.sent,
                _("Without this mark the answers cannot be used: put the form aside."),
            ),
        }
        for name, (is_right, words) in verdicts.items():
            if not is_right:
                self._faults[name] = words

    def _typed(self, name: str, otherwise: str) -> str:
        return first(self.sent, name).strip() if name in self.sent else otherwise

    @cached_property
    def sections(self) -> list[tuple[str, list[Field]]]:
        """The sections with all of their fields, in the page's language."""
        language = current_language()
        return [
            (
                said(section.title, language),
                [
                    self._told(question_field(question, language, self.sent))
                    for question in section.questions
                ],
            )
            for section in self.definition.sections
        ]

    @cached_property
    def number(self) -> Field:
        """The number written on the form."""
        typed = self._typed("_number", str(self._given.place))
        return self._field("_number", "number", _("Number of the form"), typed)

    @cached_property
    def language(self) -> Field:
        """The language of the form that was filled in."""
        made = self._field(
            "language",
            "radios",
            _("Language of the form"),
            self._typed("language", self._given.language),
        )
        made.choices = LANGUAGES
        return made

    @cached_property
    def received_on(self) -> Field:
        """The day on which it came in."""
        typed = self._typed("received_on", self._given.day.isoformat())
        return self._field("received_on", "date", _("Day it came in"), typed)

    @cached_property
    def catchment(self) -> Field:
        """Where the person lives or works; without choices outside the catchments."""
        language = current_language()
        made = self._field(
            "catchment", "select", _("Where do you live or work?"), self._area
        )
        if not self._areas:
            return made
        # As paper numbers them, whoever types: so a digit finds its line here too.
        names = {
            item.slug: item.name[language] for item in self._consultation.catchments
        }
        names[UNSURE] = _("I am not sure")
        mine = {UNSURE, *(area.slug for area in self._areas)}
        numbered = [
            (slug, f"{at} · {name}") for at, (slug, name) in enumerate(names.items(), 1)
        ]
        made.choices = [
            ("", _("Not marked")),
            *(line for line in numbered if line[0] in mine),
        ]
        return made

    @cached_property
    def consent(self) -> Field:
        """The first mark at the end of the form."""
        return self._tick("consent", _("The first mark is there: takes part"))

    @cached_property
    def consent_quote(self) -> Field:
        """The second mark."""
        return self._tick("consent_quote", _("The second mark is there: may be quoted"))

    def _tick(self, name: str, words: str) -> Field:
        return self._field(name, "checkbox", words, name in self.sent)

    def _field(self, name: str, kind: str, words: str, data: object) -> Field:
        flags = Flags(required=True)
        return self._told(Field(name, kind, Label(words), data=data, flags=flags))

    def _told(self, field: Field) -> Field:
        if field.name in self._faults:
            field.errors = [self._faults[field.name]]
        return field

"""Forms of a consultation. What a text may be is decided by the action."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from engage.catchments.models import Catchment
from engage.consultations.facts import RETENTION_MONTHS, ConsultationFacts, Copy
from engage.consultations.models import ConsentText, Consultation
from engage.core.errors import Invalid
from engage.core.i18n import LANGUAGES, Bilingual, current_language
from engage.core.i18n import gettext as _
from engage.core.text import shown_text
from engage.web.forms import Form

LARGEST_VERSION = 2**31 - 1
# The zones of Ontario's clocks; another one that is set already stays to be chosen.
ZONES = ("America/Toronto", "America/Winnipeg", "America/Atikokan")
TEXTS = ("title", "summary", "purpose", "outcome", "contact")
CONSENT = ("participation", "quoting")
# What a new consultation begins with: to be read and changed, not to be believed.
FIRST_CONSENT = {
    "participation": Bilingual(
        "I agree that my answers, the day and my catchment are kept and used for this "
        "consultation. My name and the address of my device are not kept.",
        "J’accepte que mes réponses, le jour et ma région désignée soient conservés et "
        "utilisés pour cette consultation. Ni mon nom ni l’adresse de mon appareil ne "
        "sont conservés.",
    ),
    "quoting": Bilingual(
        "My words may be quoted in the report, without my name.",
        "Mes mots peuvent être cités dans le rapport, sans mon nom.",
    ),
}


class DayField(DateField):
    """A calendar day, told off in the page's language."""

    kind = "date"
    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day such as 2026-11-30.

        Raises:
            ValueError: It is not a day.
        """
        self.data = None
        if not valuelist or not valuelist[0]:
            return
        try:
            self.data = date.fromisoformat(valuelist[0])
        except ValueError as error:
            raise ValueError(_("Enter a day, such as 2026-11-30.")) from error


class WholeField(IntegerField):
    """A whole number, told off in the page's language."""

    kind = "number"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number.

        Raises:
            ValueError: It is not a whole number that anybody means.
        """
        given = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not (given.isascii() and given.isdigit() and len(given) < 10):
            raise ValueError(_("Enter a whole number."))
        self.data = int(given)


class VersionField(IntegerField):
    """The version that a change is based on, sent along unseen (rule 24)."""

    kind = "hidden"

    def __init__(self, **kwargs: Any) -> None:
        rules = [InputRequired(), NumberRange(0, LARGEST_VERSION)]
        super().__init__(validators=rules, widget=HiddenInput(), **kwargs)

    def renew(self, version: int) -> None:
        """Send along another version than the one that was sent."""
        self.data, self.raw_data = version, None


class EditForm(Form):
    """A form that shows what an action refused beside the fields."""

    def is_submitted_and_valid(self) -> bool:
        """Return whether the form can go on to its action; see `web.forms`."""
        is_valid = super().is_submitted_and_valid()
        if not is_valid:
            self._make_showable()
        return is_valid

    def _make_showable(self) -> None:
        """Keep what was typed, without what no page can hold (rule 30)."""
        for item in self:
            if isinstance(item.data, str):
                item.data = shown_text(item.data)

    def refuse(self, error: Invalid) -> None:
        """Show why the action refused, at the fields it names."""
        self.status = 422
        self._make_showable()
        for name, why in error.fields.items():
            if name in self:
                self[name].errors = [why]
        if not any(name in self for name in error.fields):
            self.form_errors.append(error.message)

    def pair(self, name: str) -> Bilingual:
        """Return a text as it was typed, in both languages."""
        return Bilingual(**{c: self[f"{name}_{c}"].data or "" for c in LANGUAGES})

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put values into the fields, a text in both languages into its two."""
        for name, value in values.items():
            if isinstance(value, Bilingual):
                for code in LANGUAGES:
                    self[f"{name}_{code}"].data = getattr(value, code)
            else:
                self[name].data = value


def _day(label: str) -> DayField:
    return DayField(label, [InputRequired(_l("Enter a day, such as 2026-11-30."))])


class DraftForm(EditForm):
    """What a consultation is: texts in both languages, dates, places, rules."""

    title_en = StringField(_l("Title, in English"))
    title_fr = StringField(_l("Title, in French"))
    summary_en = TextAreaField(_l("Summary, in English"))
    summary_fr = TextAreaField(_l("Summary, in French"))
    purpose_en = TextAreaField(_l("Why you ask, in English"))
    purpose_fr = TextAreaField(_l("Why you ask, in French"))
    outcome_en = TextAreaField(_l("What happens with the answers, in English"))
    outcome_fr = TextAreaField(_l("What happens with the answers, in French"))
    contact_en = TextAreaField(_l("Whom to ask, in English"))
    contact_fr = TextAreaField(_l("Whom to ask, in French"))
    opens_on = _day(_l("First day"))
    closes_on = _day(_l("Last day"))
    zone = SelectField(_l("Time zone"), validate_choice=False)
    catchments = SelectMultipleField(_l("Catchments"), validate_choice=False)
    retention_months = WholeField(
        _l("Months to keep what people wrote"), default=RETENTION_MONTHS
    )
    moderation = RadioField(
        _l("New surveys and discussions begin with"),
        choices=[
            ("pre", _l("A person reads each text before it appears")),
            ("post", _l("Texts appear at once and are read afterwards")),
        ],
        default="pre",
        validate_choice=False,
    )

    def offer(self, places: Iterable[Catchment], zone: str = "") -> None:
        """Offer the catchments one may choose, and the zones."""
        language = current_language()
        self.catchments.choices = [(p.slug, p.name[language]) for p in places]
        zones = dict.fromkeys([*ZONES, zone] if zone else ZONES)
        self.zone.choices = [(name, zone_words(name)) for name in zones]

    def show(self, consultation: Consultation) -> None:
        """Fill the form with a consultation as it is."""
        names = (*TEXTS, "opens_on", "closes_on", "zone", "moderation")
        self.fill({name: getattr(consultation, name) for name in names})
        self.retention_months.data = consultation.retention_months
        self.catchments.data = [place.slug for place in consultation.catchments]

    def facts(self, slug: str, **further: Any) -> ConsultationFacts:
        """Return what was typed."""
        texts: dict[str, Any] = {name: self.pair(name) for name in TEXTS}
        return ConsultationFacts(
            slug=slug,
            **texts,
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            zone=self.zone.data or "",
            retention_months=self.retention_months.data or 0,
            moderation=self.moderation.data or "",
            **further,
        )


class NewForm(DraftForm):
    """A new consultation: its address and what people agree to, too."""

    slug = StringField(_l("Address"), [InputRequired(_l("Choose an address."))])
    participation_en = TextAreaField(_l("To take part, in English"))
    participation_fr = TextAreaField(_l("To take part, in French"))
    quoting_en = TextAreaField(_l("To be quoted, in English"))
    quoting_fr = TextAreaField(_l("To be quoted, in French"))

    def suggest(self, first: date, last: date) -> None:
        """Fill in what most consultations begin with."""
        self.fill({**FIRST_CONSENT, "opens_on": first, "closes_on": last})

    def new_facts(self) -> ConsultationFacts:
        """Return what was typed, the consent texts with it."""
        consent = {name: self.pair(name) for name in CONSENT}
        return self.facts((self.slug.data or "").strip(), **consent)


class ChangeForm(DraftForm):
    """A change to a consultation, with the version it was shown (rule 24)."""

    version = VersionField()


class ConsentForm(EditForm):
    """A new consent text, with the number of the one it replaces."""

    participation_en = TextAreaField(_l("To take part, in English"))
    participation_fr = TextAreaField(_l("To take part, in French"))
    quoting_en = TextAreaField(_l("To be quoted, in English"))
    quoting_fr = TextAreaField(_l("To be quoted, in French"))
    number = VersionField()

    def show(self, consent: ConsentText | None) -> None:
        """Fill the form with the text in force."""
        self.number.data = consent.number if consent else 0
        if consent is not None:
            self.fill({name: getattr(consent, name) for name in CONSENT})


class CopyForm(EditForm):
    """What a duplicate has of its own."""

    title_en = StringField(_l("Title, in English"))
    title_fr = StringField(_l("Title, in French"))
    slug = StringField(_l("Address"), [InputRequired(_l("Choose an address."))])
    opens_on = _day(_l("First day"))
    closes_on = _day(_l("Last day"))

    @property
    def copy(self) -> Copy:
        """What was typed."""
        return Copy(
            slug=(self.slug.data or "").strip(),
            title=self.pair("title"),
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
        )


class StepForm(Form):
    """Which step was confirmed."""

    state = StringField(validators=[InputRequired()], widget=HiddenInput())


def missing_words(names: Iterable[str]) -> list[str]:
    """Name the texts that are missing in one language."""
    form = NewForm(formdata=None)
    return [form[name].label.text for name in names]


def zone_words(name: str) -> str:
    """Write a zone as people call it, with its IANA name."""
    spoken = get_timezone_name(ZoneInfo(name), locale=f"{current_language()}_CA")
    return f"{spoken[0].upper()}{spoken[1:]} ({name})"


def differences(
    form: EditForm, now: object, names: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Return label, language and present text of what differs from what was typed."""
    found = []
    for name in names:
        present = getattr(now, name)
        if isinstance(present, Bilingual):
            for code in LANGUAGES:
                item, text = form[f"{name}_{code}"], getattr(present, code)
                if (item.data or "").strip() != text:
                    found.append((item.label.text, code, text))
        elif form[name].data != present:
            found.append((form[name].label.text, current_language(), str(present)))
    return found

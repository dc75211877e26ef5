"""Forms of a consultation. What a text may be is decided by the action."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from engage.catchments.models import Catchment
from engage.consultations.facts import RETENTION_MONTHS, ConsultationFacts, Copy
from engage.consultations.models import ConsentText, Consultation
from engage.core.i18n import LANGUAGES, Bilingual, current_language
from engage.web.formatting import zone
from engage.web.forms import DayField, EditForm, Form, VersionField, WholeField

# The zones of Ontario's clocks; another one that is set already stays to be chosen.
ZONES = ("America/Toronto", "America/Winnipeg", "America/Atikokan")
TEXTS = ("title", "summary", "purpose", "outcome", "contact")
CONSENT = ("participation", "quoting")
MODERATION_NAMES = {
    "pre": _l("A person reads each text before it appears"),
    "post": _l("Texts appear at once and are read afterwards"),
    "flags": _l("Texts appear at once and are read if somebody flags them"),
}
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
        choices=list(MODERATION_NAMES.items()),
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
    return f"{zone(name)} ({name})"


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

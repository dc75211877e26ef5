"""Forms of designs. What may be in them is decided by the actions."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from engage.core.i18n import current_language
from engage.designs.facts import AboutFacts, AnswerFacts, ElementFacts, TextFacts
from engage.designs.models import DesignElement
from engage.designs.wording import STATUSES, VERDICTS
from engage.web.forms import DayField, EditForm, Form, VersionField, WholeField


class ElementForm(EditForm):
    """One element of the list, with the version it was shown (rule 24)."""

    name_en = StringField(_l("Name, in English"))
    name_fr = StringField(_l("Name, in French"))
    definition_en = TextAreaField(_l("What it is about, in English"))
    definition_fr = TextAreaField(_l("What it is about, in French"))
    position = WholeField(_l("Place in the list"))
    is_retired = BooleanField(_l("Retired: new designs are not asked for it"))
    version = VersionField()

    def show(self, element: DesignElement) -> None:
        """Fill the form with an element as it is."""
        names = ("name", "definition", "position", "is_retired", "version")
        self.fill({name: getattr(element, name) for name in names})

    @property
    def facts(self) -> ElementFacts:
        """What was typed."""
        return ElementFacts(
            name=self.pair("name"),
            definition=self.pair("definition"),
            position=self.position.data or 0,
            is_retired=bool(self.is_retired.data),
        )


class NewElementForm(ElementForm):
    """An element that is added, with its name in addresses."""

    slug = StringField(_l("Address"), [InputRequired(_l("Choose an address."))])

    def begin(self, position: int) -> None:
        """Make ready for an element at the end of the list."""
        self.fill({"position": position, "version": 0})


class AboutForm(EditForm):
    """Who manages a system, and where the design can be read."""

    manager_en = StringField(_l("Service system manager, in English"))
    manager_fr = StringField(_l("Service system manager, in French"))
    about_en = TextAreaField(_l("Who they are, in English"))
    about_fr = TextAreaField(_l("Who they are, in French"))
    source_url = StringField(_l("Where the design can be read"))
    version = VersionField()

    @property
    def facts(self) -> AboutFacts:
        """What was typed."""
        address = self.source_url.data or ""
        return AboutFacts(self.pair("manager"), self.pair("about"), address)


class TextForm(EditForm):
    """What a design says of one element, and how far that is."""

    text_en = TextAreaField(_l("What the design says, in English"))
    text_fr = TextAreaField(_l("What the design says, in French"))
    section = StringField(_l("Section of the design"))
    state = SelectField(_l("How far it is"), validate_choice=False)
    status_on = DayField(_l("Since"))
    status_reason_en = TextAreaField(_l("Why, in English"))
    status_reason_fr = TextAreaField(_l("Why, in French"))
    version = VersionField()

    def offer(self) -> None:
        """Offer the statuses there are."""
        known = [(name, named.word) for name, named in STATUSES.items()]
        self.state.choices = [("", _l("Nothing to report yet")), *known]

    def show(self, facts: TextFacts) -> None:
        """Fill the form with what is in force."""
        self.fill(vars(facts))

    @property
    def facts(self) -> TextFacts:
        """What was typed."""
        return TextFacts(
            text=self.pair("text"),
            section=self.section.data or "",
            state=self.state.data or "",
            status_on=self.status_on.data,
            status_reason=self.pair("status_reason"),
        )


class ReleaseForm(Form):
    """Which state of a design somebody looked at before releasing it."""

    seen = HiddenField()


class AnswerForm(EditForm):
    """How a design answers a theme."""

    verdict = RadioField(
        _l("The design’s answer"),
        choices=[(name, named.word) for name, named in VERDICTS.items()],
        validate_choice=False,
    )
    reason_en = TextAreaField(_l("Why, in English"))
    reason_fr = TextAreaField(_l("Why, in French"))
    element = SelectField(_l("Element of the design"), validate_choice=False)
    section = StringField(_l("Section of the design"))
    decided_on = DayField(_l("Day of the decision"))
    version = VersionField()

    def offer(self, elements: Iterable[DesignElement]) -> None:
        """Offer the elements of the list."""
        language = current_language()
        listed = [(one.slug, one.name[language]) for one in elements]
        self.element.choices = [("", _l("None of them")), *listed]

    def show(self, facts: AnswerFacts) -> None:
        """Fill the form with the answer in force."""
        self.fill(vars(facts))

    @property
    def facts(self) -> AnswerFacts:
        """What was typed."""
        return AnswerFacts(
            verdict=self.verdict.data or "",
            reason=self.pair("reason"),
            section=self.section.data or "",
            element=self.element.data or "",
            decided_on=self.decided_on.data,
        )

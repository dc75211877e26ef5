"""The forms of threads: say something, change it, flag what somebody said."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, StopValidation

from engage.consultations.forms import MODERATION_NAMES
from engage.consultations.models import Consultation
from engage.contributions.facts import FLAG_REASONS
from engage.contributions.models import Contribution
from engage.core.i18n import current_language
from engage.core.text import (
    clean_text,
    has_unusable_characters,
    is_blank,
    shown_text,
)
from engage.core.tokens import new_token
from engage.threads.facts import ThreadFacts
from engage.threads.models import LONGEST_COMMENT, LONGEST_NAME, Thread
from engage.web.forms import EditForm, VersionField
from engage.web.posted import read_posted

# What `new_token` makes; anything much shorter could be guessed.
KEY_LENGTHS = range(40, 65)


def usable(form: "WordsForm", field: StringField) -> None:
    """Take the text as it will be kept, or say what is wrong with it (rule 30)."""
    typed = field.data or ""
    if field.name in form.broken or has_unusable_characters(typed):
        field.data = shown_text(typed)
        raise StopValidation(
            _("This text held characters that cannot be shown. Check what is left.")
        )
    field.data = clean_text(typed)


def not_blank(form: "WordsForm", field: StringField) -> None:
    """Refuse a text of which nothing can be seen."""
    del form
    if is_blank(field.data):
        raise StopValidation(_("Write your comment first."))


class WordsForm(EditForm):
    """The words of a comment, read so that one broken field loses no other."""

    text = TextAreaField(
        _l("Your comment"),
        [
            InputRequired(_l("Write your comment first.")),
            usable,
            not_blank,
            Length(
                max=LONGEST_COMMENT,
                message=_l("Shorten your comment to %(max)d characters."),
            ),
        ],
    )

    def __init__(self, *, is_blank: bool = False) -> None:
        self.broken: frozenset[str] = frozenset()
        typed = None
        if self.is_submitted and not is_blank:
            posted = read_posted()
            self.broken = posted.broken
            typed = MultiDict[str, str](posted.values)
        super().__init__(typed)


class CommentForm(WordsForm):
    """A text; a name, a catchment and leave to quote it if one likes."""

    display_name = StringField(
        _l("A name to show with it"),
        [
            usable,
            Length(
                max=LONGEST_NAME,
                message=_l("Shorten the name to %(max)d characters."),
            ),
        ],
        render_kw={"autocomplete": "nickname"},
    )
    catchment = SelectField(_l("Your catchment"), default="", validate_choice=False)
    may_quote = BooleanField(_l("My words may be quoted, without my name."))
    submission_key = HiddenField()
    consent_version = HiddenField()

    def __init__(self, consultation: Consultation, catchment: str = "") -> None:
        super().__init__()
        if not self.is_submitted:
            self.submission_key.data = new_token()
            self.catchment.data = catchment
        language, catchments = current_language(), consultation.catchments
        names = [(item.slug, item.name[language]) for item in catchments]
        self.catchment.choices = [("", _("I would rather not say")), *names]
        self.asks_catchment = len(names) > 1
        consent = consultation.consent
        self.consent_number = consent.number if consent else None

    def is_submitted_and_valid(self) -> bool:
        """Return whether it can be taken; what is wrong unseen is told in words."""
        is_valid = super().is_submitted_and_valid()
        for field in (self.submission_key, self.consent_version):
            self.form_errors.extend(field.errors)
            field.errors = []
        return is_valid

    def validate_catchment(self, field: SelectField) -> None:
        """Refuse a catchment that this consultation does not cover."""
        if field.data not in dict(self.catchment.choices):
            field.data = ""
            raise StopValidation(_("Choose one of the catchments in the list."))

    def validate_submission_key(self, field: HiddenField) -> None:
        """Refuse a page that lost its key: it could not be told from another."""
        if len(field.data or "") not in KEY_LENGTHS:
            field.data = new_token()
            raise StopValidation(_("This page was incomplete. Please send it again."))

    def validate_consent_version(self, field: HiddenField) -> None:
        """Have a person read again what sending means, where that has changed."""
        if field.data and field.data != str(self.consent_number or ""):
            raise StopValidation(
                _("What sending means has changed. Please read it again below.")
            )


class ChangeForm(WordsForm):
    """Other words for a comment, in place of a version of it."""

    version = VersionField()

    def show(self, said: Contribution) -> None:
        """Begin with the words as they are."""
        self.text.data, self.version.data = said.text, said.version

    def stale(self, version: int, told: str) -> None:
        """Show what was typed beside the words of now, which a new try replaces."""
        self.status = 409
        self.form_errors.append(told)
        self.version.renew(version)


class ThreadForm(EditForm):
    """What a discussion asks, where, and how it is moderated."""

    title_en = StringField(_l("Title, in English"))
    title_fr = StringField(_l("Title, in French"))
    prompt_en = TextAreaField(_l("Question, in English"))
    prompt_fr = TextAreaField(_l("Question, in French"))
    catchment = SelectField(_l("Catchment"), default="", validate_choice=False)
    moderation = RadioField(
        _l("What people write"),
        choices=list(MODERATION_NAMES.items()),
        validate_choice=False,
    )

    def __init__(self, consultation: Consultation) -> None:
        super().__init__()
        if not self.is_submitted:
            self.moderation.data = consultation.moderation
        language = current_language()
        self.places = {item.id: item for item in consultation.catchments}
        names = [(item.slug, item.name[language]) for item in self.places.values()]
        self.catchment.choices = [("", _("All of the consultation")), *names]

    @property
    def facts(self) -> ThreadFacts:
        """What was typed; the address is blank where it stays."""
        slug = self["slug"].data if "slug" in self else ""
        return ThreadFacts(
            slug=(slug or "").strip(),
            title=self.pair("title"),
            prompt=self.pair("prompt"),
            catchment=self.catchment.data or None,
            moderation=self.moderation.data or "",
        )


class NewThreadForm(ThreadForm):
    """A new discussion and where it is found."""

    slug = StringField(_l("Address"), [InputRequired(_l("Choose an address."))])


class EditThreadForm(ThreadForm):
    """A change to a discussion, with the version it was shown (rule 24)."""

    version = VersionField()

    def show(self, thread: Thread) -> None:
        """Fill the form with a discussion as it is."""
        for name in ("title", "prompt"):
            for code, words in vars(getattr(thread, name)).items():
                self[f"{name}_{code}"].data = words
        place = self.places.get(thread.catchment_id or 0)
        self.catchment.data = place.slug if place else ""
        self.moderation.data = thread.moderation
        self.version.data = thread.version


class FlagForm(EditForm):
    """Why a comment should be looked at."""

    reason = RadioField(
        _l("What is wrong with it?"),
        [InputRequired(_l("Choose what is wrong with it."))],
        choices=[SelectChoice(code, words) for code, words in FLAG_REASONS.items()],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.reason.data not in FLAG_REASONS:
            self.reason.data, self.reason.raw_data = None, []

"""What the API shows of a theme and takes as a change."""

from typing import Any

from marshmallow import Schema, fields, validate

from engage.themes.models import Theme
from engage.themes.queries import Placed, ThemeRow
from engage.web.api import (
    ApiBlueprint,
    Flag,
    Identifier,
    Pair,
    PairInput,
    RequestSchema,
    Slug,
    Version,
    WholeNumber,
    page_of,
)

bp = ApiBlueprint(
    "themes",
    __name__,
    description="Finding themes, naming and arranging them. True counts, for staff.",
)
MOST_TEXTS = 1000
VERBS = ("move", "pin", "exclude")


class KeywordSchema(Schema):
    """One word of a theme, its language and its weight."""

    term = fields.String(required=True)
    language = fields.String(required=True)
    weight = fields.Float(required=True)


class ThemeSchema(Schema):
    """A theme or, where `parent` is set, a part of one.

    `texts` and `voices` are true counts and not for publication.
    """

    id = fields.String(required=True)
    parent = fields.String(required=True, allow_none=True)
    label = fields.Nested(Pair, required=True)
    description = fields.Nested(Pair, required=True)
    keywords = fields.List(fields.Nested(KeywordSchema), required=True)
    state = fields.String(required=True)
    stability = fields.Float(required=True, allow_none=True)
    is_signed_off = fields.Boolean(required=True)
    signed_off_by = fields.String(required=True)
    texts = fields.Integer(required=True)
    voices = fields.Integer(required=True)
    version = fields.Integer(required=True)


class ThemeList(page_of(ThemeSchema)):  # type: ignore[misc]
    """The themes of now and their parts; `last_edit` can be taken back."""

    run = fields.Integer(required=True, allow_none=True)
    last_edit = fields.Integer(required=True, allow_none=True)


class PlacedSchema(Schema):
    """A text in a theme, how firmly it is there, and which words put it there."""

    id = fields.String(required=True)
    text = fields.String(required=True)
    language = fields.String(required=True)
    strength = fields.Float(required=True)
    words = fields.List(fields.String(), required=True)
    is_pinned = fields.Boolean(required=True)
    is_late = fields.Boolean(required=True)


class ThemePatch(RequestSchema):
    """One change: a name and what it says, or a state, or the sign-off, or the parent.

    `state` is active or excluded. `is_signed_off` is true; `is_read` says that a person
    read the texts of a theme whose stability is not known. `parent` is null: a part
    becomes a theme of its own.
    """

    label = fields.Nested(PairInput)
    description = fields.Nested(PairInput)
    state = fields.String(validate=validate.OneOf(("active", "excluded")))
    is_signed_off = Flag(validate=validate.OneOf((True,), error="Not a valid choice."))
    is_read = Flag()
    parent = fields.Raw(
        allow_none=True,
        validate=validate.Equal(None, error="Not a valid choice."),
        metadata={"type": "null"},
    )
    version = Version()


class MergedTheme(RequestSchema):
    """A theme that goes into another, in the version that was read."""

    id = Identifier(required=True)
    version = Version(required=True)


class MergeInput(RequestSchema):
    """Which themes come together, and in which one."""

    themes = fields.List(
        fields.Nested(MergedTheme),
        required=True,
        validate=validate.Length(1, 100, error="Wrong length."),
    )
    into = Identifier(required=True)


class ChosenTexts(RequestSchema):
    """Texts of a theme, in the version that was read."""

    texts = fields.List(
        Identifier(),
        required=True,
        validate=validate.Length(1, MOST_TEXTS, error="Wrong length."),
    )
    version = Version()


class SplitInput(ChosenTexts):
    """Texts that become a theme of their own, and its name."""

    label = fields.Nested(PairInput, required=True)


class TextsInput(ChosenTexts):
    """What to do with texts of a theme; `to` is the theme they move to."""

    action = fields.String(required=True, validate=validate.OneOf(VERBS))
    to = Identifier()


class UndoInput(RequestSchema):
    """Which edit of a consultation's themes to take back: the newest, by its number."""

    consultation = Slug(required=True)
    edit = WholeNumber(
        required=True, validate=validate.Range(1, 2**31 - 1, error="Out of range.")
    )


class EditSchema(Schema):
    """What was taken back."""

    undone = fields.Integer(required=True)
    kind = fields.String(required=True)


def shown_theme(row: ThemeRow, parent: Theme | None = None) -> dict[str, Any]:
    """Return a theme for its schema."""
    theme = row.theme
    named = ("label", "description", "keywords", "state", "stability", "version")
    return {name: getattr(theme, name) for name in named} | {
        "id": theme.public_id,
        "parent": parent.public_id if parent is not None else None,
        "is_signed_off": theme.is_signed_off,
        "signed_off_by": theme.signed_off_by,
        "texts": row.texts,
        "voices": row.voices,
    }


def shown_text(placed: Placed) -> dict[str, Any]:
    """Return a text for its schema."""
    text, place = placed.contribution, placed.assignment
    return {
        "id": text.public_id,
        "text": text.text,
        "language": text.language,
        "strength": place.strength,
        "words": placed.words,
        "is_pinned": place.is_pinned,
        "is_late": place.is_late,
    }

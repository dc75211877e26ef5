"""Fields and schemas that all rooms of the API share."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.text import clean_text, is_blank

LARGEST_VERSION = 2**31 - 1
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
IDENTIFIER = r"^[0-9a-f]{20}$"


class Pattern(validate.Regexp):
    """A pattern for the whole of a text, a line end at its end not excepted."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern, error="Wrong pattern.")

    def __call__(self, value: Any) -> Any:
        """Return the value.

        Raises:
            ValidationError: It does not fit.
        """
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self.error)
        return value


class RequestSchema(Schema):
    """What a program may send: an explicit list of fields, nothing else (rule 4)."""

    class Meta:
        """Refuse what is not listed."""

        unknown = RAISE


class WholeNumber(fields.Integer):
    """A JSON number without a fraction: no text, no truth value."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)


class PlainNumber(fields.Integer):
    """A number in a query: digits alone, as people write it."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        is_plain = isinstance(value, str) and value.isascii() and value.isdigit()
        if not is_plain:
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, *args, **kwargs)


class Flag(fields.Boolean):
    """A JSON truth value: no text, no number."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return super()._deserialize(value, *args, **kwargs)


class CleanText(fields.String):
    """A text as it is kept: clean, not blank unless it may be, not too long (rule 30).

    The length is counted in characters after cleaning, as forms do.
    """

    def __init__(self, *, most: int, may_be_blank: bool = False, **kwargs: Any) -> None:
        length = {"maxLength": most} if may_be_blank else {
            "minLength": 1, "maxLength": most
        }  # fmt: skip
        kwargs["metadata"] = {**length, **kwargs.get("metadata", {})}
        super().__init__(**kwargs)
        self._most, self._may_be_blank = most, may_be_blank

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = clean_text(super()._deserialize(value, *args, **kwargs))
        if is_blank(text):
            if self._may_be_blank:
                return ""
            raise ValidationError(_("Write something here."))
        if len(text) > self._most:
            raise ValidationError(
                _(
                    "Shorten this text by %(over)s characters; there is room for "
                    "%(limit)s.",
                    over=len(text) - self._most,
                    limit=self._most,
                )
            )
        return text


class Slug(fields.String):
    """A name in addresses: small letters, digits, single hyphens."""

    def __init__(self, **kwargs: Any) -> None:
        checks = [
            validate.Length(1, 60, error="Wrong length."),
            Pattern(SLUG),
        ]
        super().__init__(validate=checks, **kwargs)


class Identifier(fields.String):
    """A random public id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=Pattern(IDENTIFIER), **kwargs)


class Version(WholeNumber):
    """The version of a thing that an edit is based on (rule 24)."""

    def __init__(self, **kwargs: Any) -> None:
        allowed = validate.Range(1, LARGEST_VERSION, error="Out of range.")
        super().__init__(validate=allowed, **kwargs)


class Pair(Schema):
    """One text in both languages."""

    en = fields.String(required=True)
    fr = fields.String(required=True)


class PairInput(RequestSchema):
    """One text in English, French or both; the room says what it may hold."""

    en = fields.String(load_default="")
    fr = fields.String(load_default="")


def bilingual(sent: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with each text as one content in two languages."""
    return {
        name: Bilingual(**value) if isinstance(value, dict) else value
        for name, value in sent.items()
    }


class IdempotencyKey(Schema):
    """A random name for this one submission, 8 to 128 characters: a UUID, say."""

    key = fields.String(
        data_key="Idempotency-Key",
        required=True,
        validate=Pattern(r"^[!-~]{8,128}$"),
    )


class Page(Schema):
    """One part of a list; `next` is the cursor of the part after it, or null."""

    next = fields.String(required=True, allow_none=True)


class Fault(Schema):
    """One thing that is wrong, and where; `row` 1 is a file's header."""

    row = fields.Integer(required=True, allow_none=True)
    column = fields.String(required=True, allow_none=True)
    field = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    message = fields.String(required=True)


class Problem(Schema):
    """What went wrong, in one sentence, and a list of faults where there are some."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    request_id = fields.String(required=True)
    errors = fields.List(fields.Nested(Fault), required=True)


def page_of(item: type[Schema]) -> type[Schema]:
    """Return the schema of a list whose items have a schema."""
    items = fields.List(fields.Nested(item), required=True)
    name = f"{item.__name__.removesuffix('Schema')}List"
    return type(name, (Page,), {"items": items})

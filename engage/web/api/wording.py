"""Why a field cannot be taken, in the language at hand."""

from engage.core.i18n import gettext as _

CHOICES = "Must be one of: "


def told(message: str) -> str:
    """Return the house's words for what the schema library says."""
    known: dict[str, str] = {
        "Missing data for required field.": _("This is missing."),
        "Field may not be null.": _("This must not be null."),
        "Unknown field.": _("There is no field of this name here."),
        "Invalid input type.": _("This must be an object."),
        "Not a valid mapping type.": _("This must be an object."),
        "Not a valid list.": _("This must be a list."),
        "Not a valid string.": _("This must be a text."),
        "Not a valid utf-8 string.": _("This must be a text."),
        "Not a valid integer.": _("This must be a whole number."),
        "Not a valid boolean.": _("This must be true or false."),
        "Not a valid date.": _("This must be a day, such as 2026-11-30."),
        "Not a valid choice.": _("This is not one of the values allowed."),
        "Out of range.": _("This number is too small or too large."),
        "Wrong length.": _("This is too short or too long."),
        "Wrong pattern.": _("This holds characters that are not allowed here."),
    }
    if message in known:
        return known[message]
    if message.startswith(CHOICES):
        listed = message.removeprefix(CHOICES).removesuffix(".").strip(", ")
        return str(_("This is one of: %(values)s.", values=listed))
    return known["Wrong length."] if "length" in message else message

"""How figures are written in the language at hand."""

from decimal import Decimal

from babel.numbers import format_decimal

from engage.core.i18n import current_language

LOCALES = {"en": "en_CA", "fr": "fr_CA"}


def number(value: float | Decimal) -> str:
    """Write a number with the separators of the language at hand."""
    return format_decimal(value, locale=LOCALES[current_language()])

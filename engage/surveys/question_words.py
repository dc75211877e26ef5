"""What the builder calls the kinds of questions and their fields."""

from flask_babel import gettext as _

from engage.surveys.questions import KINDS


def kind_names() -> dict[str, str]:
    """Return what each kind of question is called."""
    names = {
        "single": _("One answer of several"),
        "multiple": _("Several answers"),
        "ranking": _("Ranking, best first"),
        "matrix": _("One answer on each line"),
        "scale": _("Scale"),
        "number": _("Number"),
        "short_text": _("Short text"),
        "long_text": _("Long text"),
        "place": _("Place (town or postal code)"),
        "points": _("Points to give out"),
    }
    return {kind: names[kind] for kind in KINDS}


def field_labels() -> dict[str, str]:
    """Return what the fields of the builder are called."""
    return {
        "key": _("Short name in files"),
        "title_en": _("Question, in English"),
        "title_fr": _("Question, in French"),
        "hint_en": _("Help, in English"),
        "hint_fr": _("Help, in French"),
        "low_label_en": _("What the lowest step means, in English"),
        "low_label_fr": _("What the lowest step means, in French"),
        "high_label_en": _("What the highest step means, in English"),
        "high_label_fr": _("What the highest step means, in French"),
        "required": _("Must be answered"),
        "unknown": _("Offer “I don't know”"),
        "decimals": _("Takes decimals"),
        "total": _("Points to give out"),
        "low": _("Lowest step"),
        "high": _("Highest step"),
        "least": _("Smallest number"),
        "most": _("Largest number"),
        "limit": _("Most characters"),
        "depends_on": _("When to ask it"),
    }

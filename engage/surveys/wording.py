"""What to tell a person about an answer that cannot be taken."""

from collections.abc import Mapping

from engage.core.figures import number
from engage.core.i18n import gettext as _
from engage.surveys.questions import Refused


def words_for(refused: Refused) -> str:
    """Return the next step for a refused answer, in the language at hand."""
    sentence: str = _sentences().get(refused.code, _("Look at this answer again."))
    return sentence % _shown(refused.facts)


def _shown(facts: Mapping[str, object]) -> dict[str, object]:
    """Return facts as sentences name them: figures grouped as the language does."""
    return {
        name: number(value) if isinstance(value, int | float) else value
        for name, value in facts.items()
    }


def _sentences() -> dict[str, str]:
    return {
        "missing": _("Answer this question."),
        "unusable": _("Take out the characters that cannot be shown, then send again."),
        "too_long": _(
            "Shorten this text by %(over)s characters; there is room for %(limit)s."
        ),
        "wrong_shape": _("This answer does not fit the question."),
        "no_such_choice": _("Choose one of the answers offered; “%(value)s” is not."),
        "no_such_row": _("There is no line “%(value)s” in this question."),
        "no_such_question": _("This survey has no such question."),
        "unknown_and_more": _("Choose answers or “I don't know”, not both."),
        "twice": _("The same answer is there twice. Take one out."),
        "ranked_twice": _("You ranked one item twice. Choose each item once."),
        "rows_missing": _("Choose an answer on every line."),
        "not_whole": _("Enter a whole number in digits, such as 3."),
        "not_a_number": _("Enter a number in digits, without spaces or letters."),
        "out_of_range": _("Enter a number from %(least)s to %(most)s."),
        "wrong_total": _(
            "Give out exactly %(total)s points; you have given %(given)s."
        ),
        "not_a_place": _(
            "We do not know “%(value)s”. Check the spelling, or enter a town nearby."
        ),
        "not_a_postal_code": _(
            "We do not know this postal code in Ontario. Enter its first three "
            "characters, such as P3E, or your town."
        ),
        "which_place": _("Write the whole name. Do you mean one of these: %(places)s?"),
    }

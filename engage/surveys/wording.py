"""What to tell a person about an answer that cannot be taken."""

from collections.abc import Mapping

from engage.core.figures import number
from engage.core.i18n import gettext as _
from engage.surveys.questions import (
    UNKNOWN,
    Number,
    Points,
    Question,
    Refused,
    Scale,
    WithChoices,
)
from engage.surveys.questions.choices import SEPARATOR
from engage.surveys.questions.texts import Text

# Longer lists of choices are cut here; the survey itself has them all.
MOST_CHOICES = 60


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


def cell_words(question: Question) -> str:
    """Return what a cell of a file may hold for a question."""
    told = ""
    if isinstance(question, Points):
        told = _("Points; all together %(total)s.", total=question.total)
    elif isinstance(question, WithChoices):
        told = _begin(question.kind) + _keys(question)
    elif isinstance(question, Scale):
        told = _number(question.low, question.high)
    elif isinstance(question, Number):
        told = _number(question.least, question.most)
    elif isinstance(question, Text):
        told = _("Text of up to %(limit)s characters.", limit=question.limit)
    elif question.kind == "place":
        told = _("The first three characters of a postal code, or a town.")
    return told


def _begin(kind: str) -> str:
    words: dict[str, str] = {
        "ranking": _("Best first, with %(sign)s between: ", sign=SEPARATOR),
        "multiple": _("Any of these, with %(sign)s between: ", sign=SEPARATOR),
    }
    return words.get(kind) or str(_("One of these: "))


def _number(least: float, most: float) -> str:
    told: str = _("A number from %(least)s to %(most)s.", least=least, most=most)
    return told


def _keys(question: WithChoices) -> str:
    keys = [choice.key for choice in question.choices]
    if question.offers_unknown:
        keys.append(UNKNOWN)
    more = " …" if len(keys) > MOST_CHOICES else ""
    return ", ".join(keys[:MOST_CHOICES]) + more

"""What keeps a draft from being saved or published, as the next thing to do."""

from collections.abc import Mapping

from engage.core.i18n import gettext as _
from engage.surveys.fields import said
from engage.surveys.questions import Fault
from engage.surveys.questions.outline import find_question, find_section


def told_faults(
    raw: Mapping[str, object], faults: list[Fault], language: str
) -> list[tuple[Fault, str, str]]:
    """Return each fault with the words of where it is and what to do."""
    sentences = _sentences()
    return [
        (fault, _where(raw, fault.where, language), _words(sentences, fault))
        for fault in faults
    ]


def _words(sentences: Mapping[str, str], fault: Fault) -> str:
    if fault.code.endswith("_one_language"):
        words: str = _("A text is there in one language only. Write it in both.")
        return words
    return sentences.get(fault.code, fault.code)


def _where(raw: Mapping[str, object], key: str, language: str) -> str:
    found = find_question(raw, key) or find_section(raw, key) or {}
    return said(found.get("title") or {}, language) or key


def _sentences() -> dict[str, str]:
    return {
        "no_sections": _("Add a section with a question."),
        "no_questions": _("Add a question."),
        "wrong_shape": _("This draft does not have sections with questions."),
        "bad_key": _(
            "Begin the short name with a small letter; then letters, digits, - and _."
        ),
        "key_twice": _("Another question has this short name."),
        "no_such_kind": _("There is no such kind of question."),
        "title_missing": _("Write the question in both languages."),
        "no_unknown_here": _("This kind of question cannot offer “I don't know”."),
        "choices_missing": _("Add an answer to choose."),
        "rows_missing": _("Add a line."),
        "choice_twice": _("Two answers have the same short name."),
        "bad_choice_key": _("The short name of an answer cannot be used."),
        "label_missing": _("Write every answer in both languages."),
        "label_twice": _("Two answers read the same. Change one of them."),
        "ends_crossed": _("The smallest number is larger than the largest."),
        "not_a_number": _("Enter a number in digits, without spaces or letters."),
        "out_of_range": _("One of the numbers is too small or too large."),
        "bad_steps": _("A scale has 2 to 11 steps; choose other ends."),
        "about_not_last": _("Move the questions about people to the end."),
        "about_without_why": _("Say why you ask people about themselves."),
        "about_not_in_bands": _(
            "Ask about people in bands or kinds to choose from, never in words."
        ),
        "about_required": _("Leave it to people whether they answer this."),
        "bad_condition": _("Choose the answers on which it depends."),
        "condition_not_earlier": _(
            "It depends on a question that no longer comes before it."
        ),
        "condition_no_such_choice": _(
            "It depends on an answer that can no longer be given."
        ),
    }

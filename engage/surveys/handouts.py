"""What stands on a paper form and on a poster, as data for the printer."""

from collections.abc import Iterator
from typing import Any

from engage.consultations.models import ConsentText
from engage.core.i18n import gettext as _
from engage.surveys.fields import labels_of, said
from engage.surveys.models import Survey
from engage.surveys.questions import Definition, Matrix, Question, Scale, WithChoices
from engage.web.formatting import day


def paper_form(
    survey: Survey,
    definition: Definition,
    consent: ConsentText,
    language: str,
    address: str,
) -> dict[str, Any]:
    """Return a paper form: every question, numbered, with what is asked of whom.

    Its last lines are cut off and kept by the person; `address` is where the code on
    them is typed.
    """
    numbers = {q.key: at for at, q in enumerate(definition.questions, 1)}
    sections = [
        {
            "title": said(section.title, language),
            "intro": said(section.intro, language),
            "questions": [
                _question(definition, question, numbers, language)
                for question in section.questions
            ],
        }
        for section in definition.sections
    ]
    areas = survey.consultation.catchments
    if areas:
        sections.insert(0, _area([item.name[language] for item in areas]))
    words = {
        "how": _("Mark one circle or any number of squares. Skip any question."),
        "number": _("Number (filled in later)"),
        "slip": _("For you: cut this off and keep it"),
        "keep": _(
            "Ask for a code if you want to see or take back your answers later. Type "
            "it at %(address)s.",
            address=address.partition("://")[2],
        ),
        "code": _("Code:"),
        "foot": _(
            "Without the first mark your answers cannot be used. Please leave out "
            "names and addresses, yours or other people's."
        ),
    }
    return {
        **_around(survey, language),
        "sheet": "form",
        "footer": _(
            "%(title)s · version %(number)s",
            title=survey.title[language],
            number=survey.number,
        ),
        "sections": sections,
        "consents": [
            consent.participation[language] or _("I agree to take part."),
            consent.quoting[language] or _("My words may be quoted, without my name."),
        ],
        "words": words,
    }


def poster(survey: Survey, address: str, language: str) -> dict[str, Any]:
    """Return a poster: what it is about, the code to scan, the address to type."""
    return {
        **_around(survey, language),
        "sheet": "poster",
        "address": address.partition("://")[2],
        "words": {
            "code": _("QR code of %(address)s", address=address),
            "scan": _("Scan the code or type:"),
            "until": _(
                "Open until %(day)s, that day included.",
                day=day(survey.consultation.closes_on),
            ),
            "foot": _("No account, no name. In English and in French."),
        },
    }


def _around(survey: Survey, language: str) -> dict[str, Any]:
    return {
        "lang": language,
        "title": survey.title[language],
        "kicker": survey.consultation.title[language],
        "intro": survey.intro[language],
    }


def _area(names: list[str]) -> dict[str, Any]:
    asked = {
        "number": None,
        "kind": "single",
        "title": _("Where do you live or work?"),
        "hint": "",
        "choices": [*names, _("I am not sure")],
    }
    return {"title": "", "intro": "", "questions": [asked]}


def _question(
    definition: Definition, question: Question, numbers: dict[str, int], language: str
) -> dict[str, Any]:
    told = [*_when(definition, question, numbers, language), *_how(question)]
    hint = said(question.hint, language)
    made: dict[str, Any] = {
        "number": numbers[question.key],
        "kind": question.kind,
        "title": said(question.title, language),
        "hint": " ".join(text for text in (hint, *told) if text),
        "choices": [],
    }
    if isinstance(question, WithChoices):
        made["choices"] = [said(item.label, language) for item in question.choices]
    if isinstance(question, Matrix):
        made["rows"] = [said(row.label, language) for row in question.rows]
    if isinstance(question, Scale):
        steps = range(question.low, question.high + 1)
        made["choices"] = [str(step) for step in steps]
        low, high = (
            said(words, language) for words in (question.low_label, question.high_label)
        )
        ends = ((question.low, low), (question.high, high))
        made["ends"] = " · ".join(f"{step} = {text}" for step, text in ends if text)
    if question.offers_unknown:
        made["choices"].append(_("I don't know"))
    return made


def _when(
    definition: Definition, question: Question, numbers: dict[str, int], language: str
) -> Iterator[str]:
    """Say of which answers a question is asked."""
    condition = question.show_if
    if condition is None:
        return
    asked = definition.by_key[condition.question]
    names, either = labels_of(asked, language), _("or")
    answers = [
        _("“%(answer)s”", answer=names.get(key, key)) for key in condition.any_of
    ]
    yield _(
        "Only if you answered %(answers)s to question %(number)s.",
        number=numbers[condition.question],
        answers=f" {either} ".join(answers),
    )


def _how(question: Question) -> Iterator[str]:
    """Say how a kind is answered on paper, where it does not go without saying."""
    if question.kind == "ranking":
        yield _("Write 1 beside the best, 2 beside the next, and so on.")
    if question.kind == "points":
        yield _(
            "Share out %(total)s points in all.", total=getattr(question, "total", 0)
        )
    if question.kind == "place":
        yield _("The first three characters of your postal code, or your town.")

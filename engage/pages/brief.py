"""A design's brief on paper: PDF/UA-1, in the language of the page."""

from collections.abc import Iterator, Sequence
from typing import Any

from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.designs.queries import Released
from engage.pages.against import Asked, Said, Written, asked_of, written_in
from engage.reports.models import Edition
from engage.reports.printing import REPORT
from engage.reports.printing.designs import coverage_words
from engage.web.formatting import day, pick
from engage.web.printing import printed

Row = dict[str, Any]


def printed_brief(
    released: Released, documents: Sequence[tuple[Edition, Row]]
) -> bytes:
    """Return the brief of a design: the same facts give the same bytes."""
    on = released.released_on
    title = _(
        "The SSM design for the %(place)s catchment",
        place=pick(released.catchment.name),
    )
    release = _("Release %(number)s", number=released.number)
    content = {
        "lang": current_language(),
        "title": title,
        "kicker": f"{release} · {day(on)}",
        "footer": f"{title} · {day(on)}",
        "date": [on.year, on.month, on.day],
        "parts": list(_parts(released, documents)),
    }
    return printed(REPORT, content)


def _parts(
    released: Released, documents: Sequence[tuple[Edition, Row]]
) -> Iterator[Row]:
    language, content = current_language(), released.content
    if content["manager"][language]:
        yield {"kind": "lede", "text": content["manager"][language]}
    if content["is_sample"]:
        yield {"kind": "text", "text": sample_words()}
    if content["about"][language]:
        yield {"kind": "text", "text": content["about"][language]}
    asked = asked_of(released, documents)
    for one in asked:
        yield from _heard(one, language)
    written = [one for one in written_in(released, asked) if one.text]
    if written:
        yield _heading(2, _("What the design says"))
    for element in written:
        yield {"kind": "together", "parts": list(_element(element))}


def sample_words() -> str:
    """Return what stands on a design that answers sample data."""
    words: str = _(
        "Sample data. This design is invented, to show how the site works. It says "
        "nothing about any real service system manager."
    )
    return words


def _heard(asked: Asked, language: str) -> Iterator[Row]:
    yield _heading(2, asked.title)
    yield {"kind": "text", "text": coverage_words(asked.coverage, language)}
    if asked.open:
        yield _heading(3, _("Still open"))
        rows = [[said.label, said.figure] for said in asked.open]
        header = [_("Theme"), _("People who speak of it here")]
        title = _("Themes without an answer")
        yield {"kind": "table", "title": title, "header": header, "rows": rows}
    if asked.answered:
        yield _heading(3, _("You said, we did"))
    for said in asked.answered:
        yield {"kind": "together", "parts": list(_answer(said))}


def _answer(said: Said) -> Iterator[Row]:
    yield _heading(4, f"{said.label} ({said.figure})")
    yield {"kind": "text", "text": f"{said.verdict.word}. {said.reason}"}
    told = [said.element] if said.element else []
    if said.answer["section"]:
        told.append(_("section %(name)s", name=said.answer["section"]))
    if said.status and said.since:
        told += [str(said.status.word), _("since %(day)s", day=day(said.since))]
    if told:
        yield {"kind": "fine", "text": " · ".join(told)}


def _element(element: Written) -> Iterator[Row]:
    yield _heading(3, element.name)
    yield {"kind": "text", "text": element.text}
    for step in element.statuses:
        told = f"{step.status.word} · {_('since %(day)s', day=day(step.since))}"
        yield {"kind": "fine", "text": f"{told}. {step.reason}".removesuffix(". ")}


def _heading(level: int, text: str) -> Row:
    return {"kind": "heading", "level": level, "text": text}

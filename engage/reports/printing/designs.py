"""What SSM designs answer, as the printed report says it."""

from collections.abc import Iterator
from typing import Any

from engage.core.i18n import gettext as _
from engage.designs.wording import VERDICTS
from engage.reports.document import wording

Row = dict[str, Any]


def designs_of(document: Row, language: str) -> Iterator[Row]:
    """Yield how released designs answer the themes of a report, as one table."""
    part = document.get("designs")
    if not part:
        return
    yield {"kind": "heading", "level": 2, "text": _("What the system designs answer")}
    names = {row["slug"]: row["name"] for row in document["who"]["catchments"]}
    for place in part["places"]:
        told = coverage_words(place["coverage"], language)
        yield {"kind": "text", "text": f"{names[place['slug']][language]}. {told}"}
    given = [
        {row["theme"]: row["verdict"] for row in place["answers"]}
        for place in part["places"]
    ]
    yield {
        "kind": "table",
        "title": _("How each design answers each theme"),
        "header": [
            _("Theme"),
            *(names[place["slug"]][language] for place in part["places"]),
        ],
        "rows": [
            [
                theme["label"][language],
                *(verdict_words(answers.get(theme["id"], "")) for answers in given),
            ]
            for theme in document["themes"]
        ],
    }


def coverage_words(coverage: Row, language: str) -> str:
    """Return in a sentence or two how much of what was said has an answer."""
    told: str = _(
        "Themes with an answer: %(some)s of %(all)s.",
        some=wording.number(coverage["answered"])[language],
        all=wording.number(coverage["themes"])[language],
    )
    if coverage["share"] is None:
        return told
    share: str = _(
        "They cover %(share)s of what people there spoke of.",
        share=wording.percent(coverage["share"])[language],
    )
    return f"{told} {share}"


def verdict_words(verdict: str) -> str:
    """Return what an answer is called; where there is none, it is open."""
    return str(VERDICTS[verdict or "open"].word)

"""Sample data over the 15 catchments: a survey, a discussion, an interim edition."""

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from engage.catchments.queries import list_catchments
from engage.commands.demo.designs import write_designs
from engage.commands.demo.publishing import (
    DATA,
    find_themes,
    name_and_sign_off,
    publish,
    publisher,
    weigh,
)
from engage.consultations.actions import (
    ConsultationFacts,
    advance_consultation,
    create_consultation,
)
from engage.consultations.models import Consultation
from engage.consultations.queries import find_consultation, get_managed_consultation
from engage.contributions.queries import list_approved, list_by_status
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.config import PACKAGE, Settings
from engage.core.i18n import Bilingual
from engage.moderation.actions import Verdict, decide_many
from engage.quotes.actions import clear_together
from engage.surveys.actions import (
    ImportOptions,
    SurveyFacts,
    create_survey_from_definition,
    import_responses,
)
from engage.surveys.queries import find_survey, get_managed_survey
from engage.themes.actions import Title
from engage.threads.actions import ThreadFacts, create_thread, import_comments
from engage.threads.queries import find_thread

FOLDER = DATA / "ontario"
BATCH = 500
KINDS = {"open": "long_text", "rank": "ranking", "scale": "scale"}
Step = Callable[[str, Callable[[], object]], None]


def load(settings: Settings, step: Step) -> None:
    """Set up the sample consultation, fill it, moderate it, publish an edition."""
    facts = _facts()
    if find_consultation(facts["slug"]) is None:
        step("Setting up the sample consultation", lambda: _set_up(facts))
    consultation = get_managed_consultation(SYSTEM, facts["slug"])
    if find_survey(facts["survey"]["slug"]) is None:
        step("Writing its survey", lambda: _write_survey(consultation, facts))
        step("Bringing in the answers", lambda: _bring_in(facts))
    if find_thread(facts["thread"]["slug"]) is None:
        step("Opening its discussion", lambda: _open_thread(consultation, facts))
    if not list_approved(consultation.id):
        step("Moderating", lambda: _moderate_earlier(consultation, settings))
    step("Finding its themes", lambda: find_themes(consultation))
    step("Weighing votes and rankings", lambda: weigh(consultation))
    step("Naming them", lambda: name_and_sign_off(consultation, _titles(consultation)))
    step("Answering them in sample designs", write_designs)
    step("Publishing an interim edition", lambda: publish(consultation, settings))


@cache
def _facts() -> dict[str, Any]:
    text = (FOLDER / "consultation.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _set_up(facts: dict[str, Any]) -> None:
    names = (
        *("title", "summary", "purpose", "outcome", "contact", "sample_notice"),
        *("participation", "quoting"),
    )
    texts: dict[str, Any] = {name: Bilingual(**facts[name]) for name in names}
    consultation = create_consultation(
        ConsultationFacts(
            slug=facts["slug"],
            opens_on=date.fromisoformat(facts["opens_on"]),
            closes_on=date.fromisoformat(facts["closes_on"]),
            zone=facts["zone"],
            **texts,
        ),
        catchments=[item.slug for item in list_catchments()],
        by=SYSTEM,
    )
    advance_consultation(consultation, "open", by=SYSTEM)


def _write_survey(consultation: Consultation, facts: dict[str, Any]) -> None:
    survey = facts["survey"]
    create_survey_from_definition(
        SurveyFacts(
            slug=survey["slug"],
            title=Bilingual(**survey["title"]),
            intro=Bilingual(**survey["introduction"]),
            definition={"sections": [_section()]},
        ),
        consultation=consultation,
        by=SYSTEM,
    )


def _section() -> dict[str, Any]:
    rows = _rows(PACKAGE / "data" / "questions.csv")
    return {"key": "needs", "questions": [_question(row) for row in rows]}


def _question(row: dict[str, str]) -> dict[str, Any]:
    kind = KINDS[row["type"]]
    title = {"en": row["question_en"], "fr": row["question_fr"]}
    question: dict[str, Any] = {"key": row["id"], "kind": kind, "title": title}
    if row["hint_en"]:
        question["hint"] = {"en": row["hint_en"], "fr": row["hint_fr"]}
    if kind == "ranking":
        question["choices"] = [
            {
                "key": element["slug"],
                "label": {"en": element["name_en"], "fr": element["name_fr"]},
                "hint": {
                    "en": element["definition_en"],
                    "fr": element["definition_fr"],
                },
            }
            for element in _rows(PACKAGE / "data" / "ssm_elements.csv")
        ]
    if kind == "scale":
        question |= {
            "unknown": True,
            "low_label": {"en": "Very hard", "fr": "Très difficile"},
            "high_label": {"en": "Very easy", "fr": "Très facile"},
        }
    return question


def _bring_in(facts: dict[str, Any]) -> None:
    survey = get_managed_survey(SYSTEM, facts["survey"]["slug"])
    import_responses(survey, FOLDER / "responses.csv", ImportOptions(), by=SYSTEM)


def _open_thread(consultation: Consultation, facts: dict[str, Any]) -> None:
    thread = facts["thread"]
    opened = create_thread(
        ThreadFacts(
            slug=thread["slug"],
            title=Bilingual(**thread["title"]),
            prompt=Bilingual(**thread["prompt"]),
        ),
        consultation=consultation,
        by=SYSTEM,
    )
    import_comments(opened, FOLDER / "comments.csv", by=SYSTEM)


def _moderate_earlier(consultation: Consultation, settings: Settings) -> None:
    """Moderate as if a day ago: whoever signs in today has decided nothing yet."""
    clock.freeze(clock.now() - timedelta(days=1))
    try:
        _moderate(consultation)
    finally:
        clock.freeze(settings.test_clock)


def _moderate(consultation: Consultation) -> None:
    """Decide as the files say: what they do not name is approved, then quotable."""
    by = publisher()
    exceptions = _exceptions()
    verdicts: dict[Verdict, dict[int, int]] = {}
    for item in list_by_status(consultation.id, "pending"):
        verdict = exceptions.get(item.text, Verdict("approve"))
        if verdict is not None:
            verdicts.setdefault(verdict, {})[item.id] = item.version
    for verdict, versions in verdicts.items():
        listed = sorted(versions.items())
        for start in range(0, len(listed), BATCH):
            decide_many(dict(listed[start : start + BATCH]), verdict, by=by)
    approved = list_by_status(consultation.id, "approved")
    clear_together(consultation.id, {one.id: one.version for one in approved}, by=by)


def _exceptions() -> dict[str, Verdict | None]:
    """Return the texts that are turned down, and (None) those that still wait."""
    answers = _rows(FOLDER / "responses.csv")
    listed = [
        (answers[int(row["row"]) - 2][row["question"]], row["decision"], row["reason"])
        for row in _rows(FOLDER / "moderation.csv")
    ]
    listed += [
        (row["text"], row["decision"], row["reason"])
        for row in _rows(FOLDER / "comments.csv")
        if row["decision"] != "approve"
    ]
    return {
        text.strip(): None if decision == "pending" else Verdict(decision, reason)
        for text, decision, reason in listed
    }


def _titles(consultation: Consultation) -> list[Title]:
    """Return the titles; their members are answers, named by row and question."""
    answers = _rows(FOLDER / "responses.csv")
    keys = {item.text: item.source_key for item in list_approved(consultation.id)}
    listed = json.loads((FOLDER / "titles.json").read_text(encoding="utf-8"))
    titles = []
    for item in listed:
        places = (place.split(":") for place in item["members"])
        texts = (answers[int(row) - 2][question].strip() for row, question in places)
        members = frozenset(keys[text] for text in texts if text in keys)
        titles.append(Title(members, Bilingual(item["en"], item["fr"])))
    return titles

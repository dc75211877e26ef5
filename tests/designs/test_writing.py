"""Writing a design: texts whose versions stay, answers, and what is released."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.actors import ANONYMOUS, SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.core.i18n import Bilingual
from engage.designs import actions, queries
from engage.designs.actions.writing import _first_one_wins
from engage.designs.facts import (
    LONGEST_REASON,
    LONGEST_TEXT,
    AboutFacts,
    AnswerFacts,
    ElementFacts,
    TextFacts,
)
from engage.designs.models import DesignElement, DesignRelease, DesignText
from engage.people.models import User
from tests.factories.designs import (
    RIDES_TEXT,
    SINCE,
    WHY,
    a_design,
    element,
    northeast,
    themes_asked,
)

SAYS = TextFacts(RIDES_TEXT, section="4.2", state="planned", status_on=SINCE)
BOTH = Bilingual("In English.", "En français.")


@pytest.fixture
def place(needs: Consultation) -> Catchment:
    return northeast()


def written(place: Catchment) -> list[DesignText]:
    session().rollback()
    session().expire_all()
    design = queries.get_design(place).design
    return queries.list_texts(design) if design else []


def renumber(release: DesignRelease) -> None:
    with transaction() as current:
        current.get_one(DesignRelease, release.id).number = 7


def test_the_list_has_the_fourteen_elements_once(app: Flask) -> None:
    assert actions.load_elements(by=SYSTEM) == 14
    assert actions.load_elements(by=SYSTEM) == 0
    listed = queries.list_elements()
    assert [item.slug for item in listed][:2] == ["network", "intake"]
    assert all(item.name.is_complete and item.definition.is_complete for item in listed)
    assert not any("'" in item.name.fr + item.definition.fr for item in listed)


def test_an_element_is_added_changed_and_retired(app: Flask, odile: User) -> None:
    by = odile.actor
    facts = ElementFacts(BOTH, BOTH, position=1)
    made = actions.add_element("pilot-sites", facts, by=by)
    changed = replace(facts, position=3, is_retired=True)
    actions.edit_element(made, changed, version=made.version, by=by)
    assert queries.list_elements() == []
    assert queries.list_elements(with_retired=True)[0].position == 3
    with pytest.raises(Conflict):
        actions.edit_element(made, facts, version=1, by=by)
    with pytest.raises(Conflict, match="address already"):
        actions.add_element("pilot-sites", facts, by=by)


def test_rule_23_two_who_add_the_same_element_make_one(app: Flask) -> None:
    facts = ElementFacts(BOTH, BOTH, position=1)
    actions.add_element("pilot", facts, by=SYSTEM)
    with pytest.raises(Conflict):
        actions.add_element("pilot", facts, by=SYSTEM)
    assert session().scalar(select(func.count(DesignElement.id))) == 1


@pytest.mark.parametrize(
    ("slug", "facts", "field"),
    [
        ("Not this", ElementFacts(BOTH, BOTH, 1), "slug"),
        ("x" * 41, ElementFacts(BOTH, BOTH, 1), "slug"),
        ("pilot", ElementFacts(Bilingual("Only one"), BOTH, 1), "name_fr"),
        ("pilot", ElementFacts(Bilingual("x" * 121, "y"), BOTH, 1), "name_en"),
        ("pilot", ElementFacts(BOTH, Bilingual("a\x00b", ""), 1), "definition_en"),
        ("pilot", ElementFacts(BOTH, BOTH, 0), "position"),
        ("pilot", ElementFacts(BOTH, BOTH, 41), "position"),
    ],
)
def test_what_is_wrong_with_an_element_is_told(
    app: Flask, slug: str, facts: ElementFacts, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_element(slug, facts, by=SYSTEM)
    assert field in refused.value.fields


def test_the_list_of_elements_has_an_end(app: Flask) -> None:
    for number in range(40):
        facts = ElementFacts(BOTH, BOTH, position=1)
        actions.add_element(f"element-{number}", facts, by=SYSTEM)
    with pytest.raises(Invalid, match="list is full"):
        actions.add_element("one-more", ElementFacts(BOTH, BOTH, 1), by=SYSTEM)


def test_every_version_of_a_text_stays(place: Catchment, odile: User) -> None:
    by, wrap = odile.actor, element("wraparound")
    actions.write_text(place, wrap, SAYS, version=0, by=by)
    done = replace(SAYS, state="done", status_on=date(2026, 11, 1))
    actions.write_text(place, wrap, done, version=1, by=by)
    texts = written(place)
    assert [(one.number, one.status) for one in texts] == [(1, "planned"), (2, "done")]
    assert texts[0].written_by == "Odile"
    assert queries.get_design(place).texts[wrap.id].number == 2


def test_the_same_text_again_makes_no_version(place: Catchment) -> None:
    wrap = element("wraparound")
    actions.write_text(place, wrap, SAYS, version=0, by=SYSTEM)
    actions.write_text(place, wrap, SAYS, version=1, by=SYSTEM)
    assert len(written(place)) == 1


def test_rule_24_a_stale_text_is_refused(place: Catchment) -> None:
    wrap = element("wraparound")
    actions.write_text(place, wrap, SAYS, version=0, by=SYSTEM)
    with pytest.raises(Conflict):
        actions.write_text(
            place, wrap, replace(SAYS, section="5"), version=0, by=SYSTEM
        )
    assert len(written(place)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"state": "someday"}, "state"),
        ({"status_on": None}, "status_on"),
        ({"state": "dropped"}, "status_reason_en"),
        ({"state": "dropped", "status_reason": Bilingual("Why")}, "status_reason_fr"),
        ({"text": Bilingual()}, "text_en"),
        ({"text": Bilingual("x" * (LONGEST_TEXT + 1), "y")}, "text_en"),
        ({"section": "x" * 61}, "section"),
        ({"text": Bilingual("a\ud800", "b")}, "text_en"),
    ],
)
def test_what_is_wrong_with_a_text_is_told(
    place: Catchment, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.write_text(
            place,
            element("wraparound"),
            replace(SAYS, **changes),
            version=0,
            by=SYSTEM,
        )
    assert field in refused.value.fields
    assert written(place) == []


def test_a_theme_is_answered_and_answered_anew(place: Catchment, odile: User) -> None:
    by, rides = odile.actor, themes_asked(place)["t-rides"]
    answer = AnswerFacts("open")
    made = actions.answer_theme(place, rides, answer, version=0, by=by)
    assert made.decided_on == clock.today()
    better = AnswerFacts("partly", WHY, "4.2", "wraparound", date(2026, 11, 1))
    changed = actions.answer_theme(place, rides, better, version=1, by=by)
    assert (changed.version, changed.decided_on) == (2, date(2026, 11, 1))
    with pytest.raises(Conflict):
        actions.answer_theme(place, rides, answer, version=1, by=by)
    kept = queries.get_design(place).answers[rides.id]
    assert (kept.verdict, kept.element_id) == ("partly", element("wraparound").id)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (AnswerFacts("perhaps", WHY), "verdict"),
        (AnswerFacts("accepted"), "reason_en"),
        (AnswerFacts("not", Bilingual("Only in English")), "reason_fr"),
        (AnswerFacts("accepted", WHY, element="nothing"), "element"),
        (AnswerFacts("open", Bilingual("x" * (LONGEST_REASON + 1))), "reason_en"),
    ],
)
def test_an_answer_says_why_in_both_languages(
    place: Catchment, facts: AnswerFacts, field: str
) -> None:
    rides = themes_asked(place)["t-rides"]
    with pytest.raises(Invalid) as refused:
        actions.answer_theme(place, rides, facts, version=0, by=SYSTEM)
    assert field in refused.value.fields


def test_only_themes_somebody_vouches_for_are_asked(place: Catchment) -> None:
    assert set(themes_asked(place)) == {"t-rides", "t-skills"}


def test_rule_2_a_theme_of_another_catchment_is_not_there(place: Catchment) -> None:
    rides = themes_asked(place)["t-rides"]
    hamilton = queries.get_own_catchment(SYSTEM, "hamilton-niagara")
    with pytest.raises(NotFound):
        actions.answer_theme(hamilton, rides, AnswerFacts("open"), version=0, by=SYSTEM)


def test_only_publishers_write(place: Catchment, luc: User) -> None:
    rides = themes_asked(place)["t-rides"]
    about = AboutFacts(BOTH, BOTH)
    for by in (luc.actor, ANONYMOUS):
        with pytest.raises(NotAllowed):
            actions.write_text(place, element("french"), SAYS, version=0, by=by)
        with pytest.raises(NotAllowed):
            actions.answer_theme(place, rides, AnswerFacts("open"), version=0, by=by)
        with pytest.raises(NotAllowed):
            actions.describe_design(place, about, version=0, by=by)
        with pytest.raises(NotAllowed):
            actions.release_design(place, by=by)
        with pytest.raises(NotAllowed):
            actions.add_element("x", ElementFacts(BOTH, BOTH, 1), by=by)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (AboutFacts(Bilingual("x" * 121, ""), BOTH), "manager_en"),
        (AboutFacts(BOTH, BOTH, "javascript:alert(1)"), "source_url"),
        (AboutFacts(BOTH, BOTH, "https://" + "x" * 300), "source_url"),
    ],
)
def test_what_is_wrong_with_a_description_is_told(
    place: Catchment, facts: AboutFacts, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.describe_design(place, facts, version=0, by=SYSTEM)
    assert field in refused.value.fields


def test_who_manages_is_kept_with_the_catchment(place: Catchment) -> None:
    facts = AboutFacts(BOTH, BOTH, "https://example.org/design")
    actions.describe_design(place, facts, version=0, by=SYSTEM)
    assert queries.get_own_catchment(SYSTEM, "northeast").ssm_name == BOTH
    with pytest.raises(Conflict):
        actions.describe_design(place, facts, version=0, by=SYSTEM)
    actions.describe_design(place, facts, version=1, by=SYSTEM)


def test_a_release_is_a_copy_that_stays(needs: Consultation) -> None:
    place = a_design(needs)
    first = actions.release_design(place, by=SYSTEM)
    assert (first.number, first.content["answers"][0]["theme"]) == (1, "t-rides")
    with pytest.raises(Conflict, match="Nothing has changed"):
        actions.release_design(place, by=SYSTEM)
    wrap, later = element("wraparound"), date(2026, 11, 1)
    done = replace(SAYS, state="under_way", status_on=later)
    actions.write_text(place, wrap, done, version=1, by=SYSTEM)
    released = queries.find_release(place)
    assert released is not None
    assert released.number == 1
    second = actions.release_design(place, by=SYSTEM)
    said = next(one for one in second.content["elements"] if one["id"] == "wraparound")
    assert [step["status"] for step in said["statuses"]] == ["planned", "under_way"]
    assert [one.number for one in queries.list_releases(place)] == [2, 1]
    with pytest.raises(Conflict):
        renumber(first)


def test_a_release_needs_both_languages(needs: Consultation) -> None:
    place = a_design(needs)
    half = TextFacts(Bilingual("Only in English."))
    actions.write_text(place, element("french"), half, version=0, by=SYSTEM)
    assert actions.missing_words(place) == [
        "Write in French what it says of “French-language services”."
    ]
    with pytest.raises(Invalid, match="in French"):
        actions.release_design(place, by=SYSTEM)
    about = AboutFacts(Bilingual("A manager"), Bilingual("", "Qui"))
    actions.describe_design(place, about, version=1, by=SYSTEM)
    told = actions.missing_words(place)
    assert "Write in French who manages the service system." in told
    assert "Write the description in English." in told


def test_nothing_written_is_nothing_to_release(place: Catchment) -> None:
    with pytest.raises(Invalid, match="Write something first"):
        actions.release_design(place, by=SYSTEM)


def test_rule_22_every_act_is_in_the_audit_log(needs: Consultation) -> None:
    actions.release_design(a_design(needs), by=SYSTEM)
    found = session().scalars(
        select(AuditEntry.action)
        .where(AuditEntry.action.like("designs.%"))
        .order_by(AuditEntry.id)
    )
    assert list(found) == [
        "designs.elements.loaded",
        "designs.design.described",
        "designs.design.written",
        "designs.design.answered",
        "designs.design.released",
    ]


def test_rule_23_the_table_keeps_doubles_out(needs: Consultation) -> None:
    place = a_design(needs)
    design = queries.get_design(place).design
    assert design is not None
    first = queries.list_texts(design)[0]

    def write_twice() -> None:
        with _first_one_wins(), transaction() as current:
            current.add(
                DesignText(
                    design_id=first.design_id,
                    element_id=first.element_id,
                    number=first.number,
                    text=BOTH,
                    written_at=clock.now(),
                )
            )

    with pytest.raises(Conflict, match="in the meantime"):
        write_twice()
    assert len(written(place)) == 1


def test_the_working_copy_knows_whether_it_changed(needs: Consultation) -> None:
    place = northeast()
    assert not actions.has_changed(place)
    a_design(needs)
    assert actions.has_changed(place)
    actions.release_design(place, by=SYSTEM)
    assert not actions.has_changed(place)
    about = AboutFacts(BOTH, BOTH)
    actions.describe_design(place, about, version=1, by=SYSTEM)
    assert actions.has_changed(queries.get_own_catchment(SYSTEM, "northeast"))


def test_an_invented_design_is_put_in_nobodys_mouth(needs: Consultation) -> None:
    place = a_design(needs)
    with transaction() as current:
        current.get_one(Consultation, needs.id).sample_notice = BOTH
    release = actions.release_design(place, by=SYSTEM)
    assert release.content["is_sample"]
    assert release.content["manager"] == {"en": "", "fr": ""}

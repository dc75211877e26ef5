"""Programs read released designs, and publishers' programs write the working copy."""

from collections.abc import Callable

import pytest

from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.designs import actions
from engage.people.models import User
from tests.api.conftest import Program
from tests.factories.designs import (
    a_design,
    a_released_design,
    northeast,
    themes_asked,
)

ProgramOf = Callable[..., Program]
TEXT = {
    "text": {"en": "Rides from day one.", "fr": "Des déplacements dès le début."},
    "section": "4.2",
    "status": "planned",
    "status_on": "2026-11-01",
}
ANSWER = {
    "verdict": "partly",
    "reason": {"en": "It costs too much.", "fr": "Cela coûterait trop cher."},
    "element": "wraparound",
}
WRAP = "/designs/northeast/elements/wraparound"


@pytest.fixture
def rides(needs: Consultation) -> str:
    theme = themes_asked(northeast())["t-rides"]
    return f"/designs/northeast/themes/{theme.public_id}"


def test_what_is_not_released_is_not_there(
    needs: Consultation, program: Program, odile: User, program_of: ProgramOf
) -> None:
    a_design(needs)
    for one in (program, program_of(odile)):
        one.get("/designs/northeast", 404)
        assert one.get("/designs") == {"items": [], "next": None}


def test_anybody_reads_what_is_released(needs: Consultation, program: Program) -> None:
    a_released_design(needs)
    listed = program.get("/designs")["items"][0]
    assert (listed["catchment"], listed["release"]) == ("northeast", 1)
    assert (listed["elements_written"], listed["themes_answered"]) == (1, 1)
    design = program.get("/designs/northeast")
    assert design["manager"]["fr"] == "Un gestionnaire d’essai"
    said = {one["id"]: one for one in design["elements"]}
    assert len(said) == 14
    assert said["wraparound"]["statuses"][0]["status"] == "planned"
    assert said["french"]["text"] is None
    assert design["answers"][0] | {"label": None, "reason": None} == {
        "consultation": "needs",
        "theme": "t-rides",
        "label": None,
        "verdict": "accepted",
        "reason": None,
        "section": "4.2",
        "element": "wraparound",
        "decided_on": "2026-11-02",
    }
    program.get("/designs/nowhere", 404)


def test_odile_writes_a_text_and_an_answer(
    needs: Consultation, rides: str, odile: User, program_of: ProgramOf
) -> None:
    program = program_of(odile)
    assert program.get(WRAP)["version"] == 0
    first = program.put(WRAP, TEXT)
    assert (first["version"], first["status_on"]) == (1, "2026-11-01")
    reply = program.send("GET", WRAP)
    assert reply.headers["ETag"] == '"1"'
    program.put(WRAP, TEXT | {"section": "5"}, 428)
    program.put(WRAP, TEXT, 409, headers={"If-Match": '"7"'})
    second = program.put(WRAP, TEXT | {"section": "5"}, headers={"If-Match": '"1"'})
    assert (second["version"], second["section"]) == (2, "5")
    answered = program.put(rides, ANSWER)
    assert (answered["version"], answered["element"]) == (1, "wraparound")
    program.put(rides, ANSWER, 428)
    again = program.put(rides, ANSWER | {"version": 1, "verdict": "accepted"})
    assert (again["version"], again["verdict"]) == (2, "accepted")
    actions.release_design(northeast(), by=SYSTEM)
    assert program.get("/designs/northeast")["release"] == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"status": "someday"}, 422),
        ({"status_on": None}, 422),
        ({"status": "dropped"}, 422),
        ({"more": 1}, 422),
        ({"text": {"en": "x" * 4001, "fr": ""}}, 422),
    ],
)
def test_what_is_wrong_is_told(
    needs: Consultation,
    odile: User,
    program_of: ProgramOf,
    changes: dict[str, object],
    status: int,
) -> None:
    northeast()
    program_of(odile).put(WRAP, TEXT | changes, status)


def test_an_answer_needs_a_reason(
    rides: str, odile: User, program_of: ProgramOf
) -> None:
    program = program_of(odile)
    program.put(rides, {"verdict": "not"}, 422)
    program.put(rides, ANSWER | {"element": "nothing"}, 422)
    program.put("/designs/northeast/themes/nothing", ANSWER, 404)
    program.put(rides.replace("northeast", "hamilton-niagara"), ANSWER, 404)


def test_rule_1_only_publishers_write(
    rides: str, luc: User, theo: User, program: Program, program_of: ProgramOf
) -> None:
    program_of(luc).put(WRAP, TEXT, 403)
    program_of(luc).get(WRAP)
    program_of(theo).get(WRAP, 404)
    program.put(rides, ANSWER, 401)
    program.get(WRAP, 401)

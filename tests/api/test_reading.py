"""What everybody may read through the API."""

from tests.api.conftest import Program
from tests.factories.surveys import make_consultation, make_survey
from tests.factories.threads import a_comment, a_consultation, a_thread, decide


def test_catchments_are_listed_in_parts(program: Program):
    first = program.get("/catchments?limit=10")
    rest = program.get(f"/catchments?limit=10&cursor={first['next']}")

    slugs = [item["slug"] for part in (first, rest) for item in part["items"]]
    assert len(slugs) == len(set(slugs)) == 15
    assert slugs == sorted(slugs)
    assert rest["next"] is None
    assert all(item["name"]["fr"] for item in first["items"])


def test_a_postal_code_leads_to_a_catchment(program: Program):
    found = program.get("/catchments/find?q=P3E 1A1")["items"]

    assert found[0]["label"] == "P3E"
    assert found[0]["catchments"] == ["northeast"]


def test_unknown_query_keys_and_bad_limits_are_refused(program: Program):
    make_survey()
    for path in (
        "/catchments?sort=name",
        "/catchments?limit=0",
        "/catchments?limit=101",
        "/catchments?limit=many",
        "/catchments?cursor=../x",
        "/catchments/find",
        "/surveys/work?draft=1",
        "/consultations/talk?x=",
    ):
        told = program.get(path, 422)
        assert told["errors"][0]["field"] in path or path.endswith("/find")


def test_rule_2_a_draft_looks_like_nothing(program: Program):
    _draft("hidden")

    there = program.get("/consultations/hidden", 404)
    never = program.get("/consultations/never", 404)

    there.pop("request_id"), never.pop("request_id")
    assert there == never
    assert program.get("/consultations")["items"] == []


def test_a_consultation_says_what_people_agree_to(program: Program):
    make_consultation()

    shown = program.get("/consultations/talk")

    assert shown["consent"]["version"] == 1
    assert shown["consent"]["participation"]["fr"] == "J'accepte de participer."
    assert shown["catchments"] == ["northeast", "toronto"]
    assert program.get("/consultations")["items"] == [shown]


def test_a_survey_shows_its_definition(program: Program):
    make_survey()

    shown = program.get("/surveys/work")

    questions = shown["definition"]["sections"][0]["questions"]
    assert [item["key"] for item in questions][:2] == ["needs", "role"]
    assert shown["is_open"]
    assert shown["survey_version"] == 1


def test_only_approved_comments_are_listed_and_no_replies_to_hidden_ones(
    program: Program,
):
    thread = a_thread()
    seen = a_comment(thread, "Seen by all.")
    for status in ("pending", "rejected", "hidden"):
        a_comment(thread, f"A secret that is {status}.", status=status)
    parent = a_comment(thread, "Said, answered, then hidden.")
    a_comment(thread, "A reply to it.", reply_to=parent)
    reply = a_comment(thread, "A reply that stays.", reply_to=seen)
    decide(parent, "hidden")

    shown = program.get("/threads/buses/comments")["items"]

    assert {item["id"] for item in shown} == {seen, reply}
    assert [item["reply_to"] for item in shown if item["id"] == reply] == [seen]


def test_rule_16_comments_stand_in_no_order_of_submission(program: Program):
    thread = a_thread()
    made = [a_comment(thread, f"Comment number {n}.") for n in range(12)]

    listed, cursor = [], ""
    while cursor is not None:
        part = program.get(f"/threads/buses/comments?limit=5&cursor={cursor}")
        listed += [item["id"] for item in part["items"]]
        cursor = part["next"]

    assert listed == sorted(made)
    assert all(set(item) & {"at", "hour"} == set() for item in part["items"])


def test_what_cannot_be_done_says_what_can(program: Program):
    response = program.send("DELETE", "/catchments")

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def _draft(slug: str) -> None:
    consultation = a_consultation(slug, state="draft")
    assert consultation.state == "draft"

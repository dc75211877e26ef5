"""The survey page in a browser: nothing lost, keyboard alone, read aloud in order."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from engage.core.db import session
from engage.surveys.models import Response, Survey
from tests.browser.conftest import violations
from tests.factories.surveys import choices, make_survey, question

pytestmark = pytest.mark.browser

MOST_REQUESTS = 6
MOST_BYTES = 60_000


@pytest.fixture
def survey(app: Flask) -> Survey:
    return make_survey(
        question("needs", "long_text", limit=50),
        question("job", "short_text"),
        question("order", "ranking", choices=choices("a", "b", "c")),
        question("town", "place"),
        moderation="post",
        shows_similar=True,
    )


def responses() -> list[Response]:
    session().rollback()
    return list(session().scalars(select(Response)))


def fill(page: Page, words: str = "A quiet bus") -> None:
    page.locator("#needs").fill(words)
    page.locator("#consent").check()


def send(page: Page) -> None:
    page.locator(".sending button").first.click()


LOST = {"en": "The connection is lost", "fr": "La connexion est coupée"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_a_line_the_answers_wait_and_are_sent_once(
    site: str, page: Page, language: str
) -> None:
    page.goto(f"{site}/{language}/s/work")
    fill(page)
    page.context.set_offline(True)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text(LOST[language])
    expect(page.locator("#lost")).to_be_focused()
    expect(page.locator("#needs")).to_have_value("A quiet bus")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert violations(page) == []
    assert responses() == []
    page.context.set_offline(False)
    expect(page.locator(".receipt-code")).to_be_visible()
    assert len(responses()) == 1


def test_an_answer_whose_reply_was_lost_is_taken_once(site: str, page: Page) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/s/work", lose)
    page.goto(f"{site}/en/s/work")
    fill(page)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text(LOST["en"])
    expect(page.locator(".receipt-code")).to_be_visible(timeout=15_000)
    assert lost
    assert len(responses()) == 1


def test_what_the_server_refuses_is_shown_as_without_a_script(
    site: str, page: Page
) -> None:
    page.goto(f"{site}/en/s/work")
    page.locator("#needs").fill("A quiet bus")
    send(page)
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#needs")).to_have_value("A quiet bus")
    page.locator("#consent").check()
    send(page)
    expect(page.locator(".receipt-code")).to_be_visible()
    assert len(responses()) == 1


def test_switch_and_save_do_not_lose_a_page_without_a_line(
    site: str, page: Page
) -> None:
    page.goto(f"{site}/en/s/work")
    fill(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no connection")
    expect(page.locator("#needs")).to_have_value("A quiet bus")


def test_the_enter_key_sends_and_does_not_switch_the_language(
    site: str, page: Page
) -> None:
    page.goto(f"{site}/en/s/work")
    page.locator("#job").fill("cook")
    page.locator("#job").press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_switch_keeps_what_was_typed(site: str, page: Page) -> None:
    page.goto(f"{site}/en/s/work?catchment=toronto")
    fill(page, "A bus 🚌")
    page.locator("#order").select_option("b")
    page.locator("#town").fill("Timmins")
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#needs")).to_have_value("A bus 🚌")
    expect(page.locator("#order")).to_have_value("b")
    expect(page.locator("#town")).to_have_value("Timmins")
    expect(page.locator("#catchment")).to_have_value("toronto")
    expect(page.locator("#consent")).to_be_checked()


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [
        ("🚌" * 50, True),
        ("a\n" * 24 + "bc", True),
        ("é" * 50, True),
        ("🚌" * 51, False),
    ],
)
def test_browser_and_server_count_characters_alike(
    site: str, page: Page, typed: str, is_taken: bool
) -> None:
    page.goto(f"{site}/en/s/work")
    fill(page, typed)
    counter = page.locator("#needs-count")
    expect(counter).to_contain_text("left: 0" if is_taken else "over the limit: 1")
    send(page)
    shown = page.locator(".receipt-code" if is_taken else "#error-summary")
    expect(shown).to_be_visible()
    assert len(responses()) == int(is_taken)


def test_a_place_is_told_while_one_types(site: str, page: Page) -> None:
    page.goto(f"{site}/en/s/work")
    page.locator("#town").fill("timmins")
    page.locator("#town").blur()
    expect(page.locator("#town-found")).to_have_text("Timmins is in Northeast")


def test_what_others_said_comes_without_leaving_the_page(site: str, page: Page) -> None:
    page.goto(f"{site}/en/s/work")
    page.locator("#needs").fill("A bus")
    page.get_by_role("button", name="Read what others said").first.click()
    expect(page.locator("#similar-needs")).to_contain_text("Nobody has said")
    expect(page.locator("#needs")).to_have_value("A bus")


def test_the_keyboard_alone_is_enough(site: str, page: Page) -> None:
    page.goto(f"{site}/en/s/work?catchment=toronto")
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.id || document.activeElement.name")
        reached.append(at)
        if at == "needs":
            page.keyboard.type("A bus")
        elif at == "consent":
            page.keyboard.press("Space")
        elif page.evaluate("document.activeElement.matches('.sending .large')"):
            page.keyboard.press("Enter")
            break
    wanted = ["catchment", "needs", "job", "order", "town", "consent", "consent_quote"]
    assert [at for at in reached if at in wanted] == wanted
    expect(page.locator(".receipt-code")).to_be_visible()
    assert len(responses()) == 1


def test_the_first_visit_is_small(site: str, page: Page) -> None:
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    page.goto(f"{site}/en/s/work", wait_until="networkidle")
    assert len(sizes) <= MOST_REQUESTS
    assert sum(sizes) <= MOST_BYTES


@pytest.mark.parametrize(
    ("width", "height", "look"),
    [
        (320, 800, {"forced_colors": "active"}),
        (320, 256, {"reduced_motion": "reduce"}),
        (1280, 900, {"color_scheme": "dark", "reduced_motion": "reduce"}),
    ],
)
def test_every_state_is_accessible_and_fits(
    site: str, chromium: Browser, width: int, height: int, look: dict[str, str]
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": height}, **look)
    page = context.new_page()

    # In forced colours the system chooses them all; what axe reads are the others.
    chosen = "color-contrast" if "forced_colors" in look else "nothing"

    def judge() -> None:
        assert [v for v in violations(page) if not v.startswith(chosen)] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(f"{site}/fr/s/work")
    judge()
    page.locator("#town").fill("Hamilton")
    send(page)
    expect(page.locator("#error-summary")).to_be_focused()
    judge()
    page.locator("[name=save]").click()
    code = page.locator(".receipt-code").inner_text()
    judge()
    page.goto(f"{site}/fr/resume")
    judge()
    page.get_by_label("Votre code").fill(code)
    page.get_by_role("button", name="Ouvrir mes réponses").click()
    expect(page.locator("#town")).to_have_value("Hamilton")
    judge()
    page.locator("#consent").check()
    page.get_by_label("Je ne suis pas sûr").or_(
        page.locator("[name='town.area'][value=unsure]")
    ).first.check()
    send(page)
    expect(page.locator(".receipt-code")).to_be_visible()
    judge()
    context.close()


def test_a_long_list_is_searched_and_keeps_what_is_chosen(
    survey: Survey, site: str, page: Page
) -> None:
    trades = choices(*(f"trade{n}" for n in range(300)))
    asked = question("trade", "single", choices=trades)
    make_survey(asked, slug="long", consultation=survey.consultation)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}/en/s/long")
    page.locator("input[value=trade7]").check()
    search = page.get_by_label("Find in this list")
    search.fill("TRÁDE29")
    search.press("Enter")
    told = page.get_by_text("Answers shown: 12 of 300")
    expect(told).to_be_visible()
    expect(page.locator("input[value=trade7]")).to_be_visible()
    expect(page.locator("input[value=trade8]")).to_be_hidden()
    assert violations(page) == []
    page.locator("input[value=trade299]").check()
    page.locator("#consent").check()
    send(page)
    page.wait_for_url("**/receipt")
    assert len(responses()) == 1


def test_a_form_that_is_refused_is_sent_once_and_told_in_its_place(
    survey: Survey, site: str, page: Page
) -> None:
    page.goto(f"{site}/en/s/work")
    page.locator("#needs").fill("A quiet bus")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.method))
    send(page)
    expect(page.locator("#error-summary")).to_be_focused()
    assert sent.count("POST") == 1
    assert page.title() == "Error: Your view of work – engage"
    expect(page.locator("#needs")).to_have_value("A quiet bus")
    expect(page.locator("[data-answered]")).to_contain_text("1 of 4 answered")
    expect(page.get_by_role("button", name="Move down: First choice")).to_be_visible()
    assert violations(page) == []
    page.locator("#consent").check()
    send(page)
    page.wait_for_url("**/receipt")
    assert len(responses()) == 1

"""What a screen reader says of the survey page, and in which order, in every state."""

import re
from textwrap import indent

import pytest
from playwright.sync_api import Page, expect

from engage.surveys.models import Survey
from tests.factories.surveys import choices, make_survey, question

pytestmark = pytest.mark.browser

INTRO = """\
- text: {n} of 4 answered
- progressbar "{n} of 4 answered"
- heading "Your view of work" [level=1]
- paragraph: Two minutes.
- list:
  - listitem:
    - text: Part of the consultation
    - link "Work in your area":
      - /url: /en/consultations/talk
  - listitem: 4 questions, about 2 minutes. Skip any question you like.
  - listitem: A person reads what you write before it counts in the report. \
Open until November 30, 2026, that day included. (Eastern Time)
  - listitem: No account, no name. Please leave out names and addresses, \
yours or other people's.
- text: Where do you live or work? (optional)
- combobox "Where do you live or work? (optional)":
  - option "Choose your area" [selected]
  - option "Northeast"
  - option "Toronto"
  - option "I am not sure"
"""
QUESTIONS = """\
- paragraph: Question 1
- text: Question needs
- textbox "Question needs"
- status: Up to 5,000 characters
- paragraph: Question 2
- group "Question views":
  - text: Question views
  - table:
    - rowgroup:
      - 'row "Staff Staff: Good Staff: Poor"':
        - rowheader "Staff"
        - 'cell "Staff: Good"':
          - 'radio "Staff: Good"'
          - text: "Staff: Good"
        - 'cell "Staff: Poor"':
          - 'radio "Staff: Poor"'
          - text: "Staff: Poor"
- paragraph: Question 3
- group "Question order":
  - text: Question order
  - list:
    - listitem:
      - text: First choice
      - combobox "First choice":
        - option "No choice" [selected]
        - option "A"
      - 'button "Move up: First choice" [disabled]'
      - 'button "Move down: First choice" [disabled]'
  - status
- paragraph: Question 4{new}
- text: Question town
- textbox "Question town"{typed}
- status
"""
AREAS = """\
- group "This place lies in more than one area. Which one is yours?":
  - text: This place lies in more than one area. Which one is yours?
  - radio "Muskoka–Kawarthas"
  - text: Muskoka–Kawarthas
  - radio "Hamilton–Niagara Peninsula"
  - text: Hamilton–Niagara Peninsula
  - radio "I am not sure"
  - text: I am not sure
"""
SENDING = """\
- region "Send your answers":
  - heading "Send your answers" [level=2]
  - paragraph: You get a receipt code. With it you can see your answers, \
see what became of them, or take them back.
{fault}\
  - text: I agree to take part.
  - checkbox "You may quote me. (optional)"
  - text: You may quote me. (optional)
  - button "Send my answers"
  - button "Save for later"
  - paragraph:
    - text: Saved before?
    - link "Go on with your answers":
      - /url: /en/resume
"""
FINE = '  - checkbox "I agree to take part."\n'
FAULTY = (
    '  - paragraph: "Error: Tick this box if you agree; '
    'without it we cannot take your answers."\n'
    '  - checkbox "I agree to take part." [invalid]\n'
)
SUMMARY = """\
- alert "Check these answers, then send again":
  - heading "Check these answers, then send again" [level=2]
  - list:
    - listitem:
      - link "Tick this box if you agree; without it we cannot take your answers.":
        - /url: "#consent"
      - text: I agree to take part.
"""
BACK = """\
- status:
  - heading "Your answers are back" [level=2]
  - paragraph: They are as you left them. \
Nothing is sent until you press “Send my answers”.
"""
DONE = """\
- heading "Thank you. Your answers have arrived." [level=1]
- paragraph: Your receipt code
- strong: CODE
- paragraph: "Write it down, print this page or take a picture: \
we show the code only once and cannot find it again."
- heading "What happens now" [level=2]
"""


@pytest.fixture
def survey(app: object) -> Survey:
    del app
    return make_survey(
        question("needs", "long_text"),
        question(
            "views", "matrix", rows=choices("staff"), choices=choices("good", "poor")
        ),
        question("order", "ranking", choices=choices("a")),
        question("town", "place"),
    )


def read(page: Page) -> str:
    return page.locator("main").aria_snapshot() + "\n"


def main(*parts: str) -> str:
    return "- main:\n" + indent("".join(parts), "  ")


def send(page: Page) -> None:
    page.get_by_role("button", name="Send my answers").click()


def save_and_resume(page: Page, site: str) -> None:
    page.get_by_role("button", name="Save for later").click()
    code = page.locator(".receipt-code").inner_text()
    page.goto(f"{site}/en/resume")
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Open my answers").click()
    expect(page.get_by_text("Your answers are back")).to_be_visible()


def test_empty(site: str, page: Page) -> None:
    page.goto(f"{site}/en/s/work")
    asked = QUESTIONS.format(new="", typed="")
    assert read(page) == main(INTRO.format(n=0), asked, SENDING.format(fault=FINE))


def test_with_a_fault_the_summary_comes_first(site: str, page: Page) -> None:
    page.goto(f"{site}/en/s/work")
    page.locator("#town").fill("Hamilton")
    send(page)
    expect(page.locator("#error-summary")).to_be_focused()
    asked = QUESTIONS.format(new=" New", typed=": Hamilton")
    sending = SENDING.format(fault=FAULTY)
    assert read(page) == main(SUMMARY, INTRO.format(n=1), asked, AREAS, sending)


def test_resumed_it_says_so_first(site: str, page: Page) -> None:
    page.goto(f"{site}/en/s/work")
    page.locator("#town").fill("Timmins")
    save_and_resume(page, site)
    asked = QUESTIONS.format(new="", typed=": Timmins")
    sending = SENDING.format(fault=FINE)
    assert read(page) == main(BACK, INTRO.format(n=1), asked, sending)


def test_done_the_code_comes_first(site: str, page: Page) -> None:
    page.goto(f"{site}/en/s/work")
    page.locator("#town").fill("Timmins")
    page.locator("#consent").check()
    send(page)
    expect(page.locator(".receipt-code")).to_be_visible()
    said = re.sub(r"(\w{5}-){3}\w{5}", "CODE", read(page))
    assert said.startswith(main(DONE))

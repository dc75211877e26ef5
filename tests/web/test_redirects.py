"""No address, field or header sends a visitor to another host (rule 12)."""

from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from engage.people.models import User
from tests.conftest import PASSWORD
from tests.pages import Browser

OURS = "localhost"
ATTACKS = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "HTTPS://localhost@evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "%2f%2fevil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\n/evil.example",
    "/\r\nLocation: //evil.example",
    "/\u2028/evil.example",
    "/\u200b/evil.example",
    ".//evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "@evil.example",
    ":80/evil.example",
]


def host_as_a_browser_reads_it(address: str) -> str:
    """Return the host a browser goes to: it drops tabs and new lines, turns \\ to /."""
    plain = address.strip(" ").translate({9: None, 10: None, 13: None})
    return urlsplit(urljoin(f"http://{OURS}/en/", plain.replace("\\", "/"))).netloc


def test_rule_12_signing_in_leads_to_our_own_pages(browser: Browser, luc: User) -> None:
    for attack in ATTACKS:
        browser.open(f"/en/sign-in?next={quote(attack)}")
        browser.submit("/en/sign-in", email=luc.email, password=PASSWORD)
        assert browser.response is not None
        location = browser.response.headers["Location"]
        assert host_as_a_browser_reads_it(location) == OURS, attack
        assert "\n" not in location, attack


@pytest.mark.parametrize("query", ["next={}", "lang={}&_external=1&_scheme={}"])
def test_rule_12_the_language_switch_stays_here(
    client: FlaskClient, query: str
) -> None:
    for attack in ATTACKS:
        asked = query.replace("{}", quote(attack))
        page = client.get(f"/en/search?{asked}").get_data(as_text=True)
        address = unescape(page.split('class="switch" href="', 1)[1].split('"', 1)[0])
        assert address.startswith("/fr/"), attack
        assert host_as_a_browser_reads_it(address) == OURS, attack


@pytest.mark.parametrize("path", ["{}", "{}/", "/en{}", "/en/sign-in{}", "/s{}"])
def test_rule_12_no_path_leads_away(client: FlaskClient, path: str) -> None:
    for attack in (item for item in ATTACKS if item[0] in "/\\"):
        asked = path.replace("{}", quote(attack))
        reply = client.get(asked, headers={"Host": "evil.example"})
        assert reply.status_code in {302, 303, 308, 400, 404}, attack
        location = reply.headers.get("Location", "/")
        assert host_as_a_browser_reads_it(location) == OURS, attack

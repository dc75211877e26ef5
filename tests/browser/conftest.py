"""A real Chromium, and the demo served by the real server."""

import os
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from engage.surveys.models import Survey
from tests.demos import ENGAGE, copied_demo, demo_environment

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium_path() -> str | None:
    """Return where Chromium is on this machine, or None."""
    return next((path for path in CHROMIUM if Path(path).exists()), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        if os.environ.get("ENGAGE_REQUIRE_BROWSER"):
            pytest.fail("no Chromium here, and ENGAGE_REQUIRE_BROWSER is set")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the data folder of the demo."""
    return copied_demo(tmp_path_factory)


@pytest.fixture(scope="session")
def demo_site(demo_folder: Path) -> Iterator[str]:
    """Serve the demo with the real server; give its address."""
    environment = demo_environment(demo_folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*ENGAGE, "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(
        [*command, "--with-worker"], env=environment, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    _wait_for(f"{address}/readyz")
    yield address
    server.terminate()
    server.wait(timeout=60)


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 320, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve what the test made, in this process; give the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def site(address: str, survey: Survey) -> str:
    """Give the address at which the test's survey is served."""
    del survey
    return address


def violations(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA on the page that is open."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',
        'wcag21aa', 'wcag22aa', 'best-practice']}).then(result =>
        result.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target + ' '
        + n.html.slice(0, 120)).slice(0, 3).join(' | ')))"""
    )
    return [str(item) for item in found]

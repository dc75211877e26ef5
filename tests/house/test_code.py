"""Habits of the code that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engage.core.config import PACKAGE, ROOT, static_folder, templates_folder
from engage.web import access

LONGEST_MODULE = 300
# It asks whether the database can be written, by writing what is there already.
TRIES_WRITING = "operations/health.py"
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\bsrc=)(?![^>]*application/json)",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)
# Markup that we draw ourselves: icons, and pictures made by `engage.web.charts`.
DRAWN = {"components/icon.html", "components/figure.html", "components/map.html"}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def templates() -> Iterator[tuple[str, str]]:
    folder = templates_folder()
    for path in sorted(folder.rglob("*.html")):
        yield str(path.relative_to(folder)), path.read_text(encoding="utf-8")


def calls(path: Path, *names: str) -> list[int]:
    """Return the lines on which a function of one of these names is called."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = getattr(function, "id", getattr(function, "attr", ""))
            if name in names:
                found.append(node.lineno)
    return found


def test_no_module_is_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules("engage", "analysis", "bench")
        if "versions" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines()))
        >= LONGEST_MODULE
    }
    assert long == {}


def test_rule_22_only_actions_open_a_transaction() -> None:
    elsewhere = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in modules("engage")
        if path.relative_to(PACKAGE).parts[0] != "core"
        and not re.search(r"\bactions(?:\.py|/)", str(path.relative_to(PACKAGE)))
        and str(path.relative_to(PACKAGE)) != TRIES_WRITING
        for line in calls(path, "transaction")
    ]
    assert elsewhere == []


def test_only_the_clock_reads_the_time() -> None:
    clocks = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in modules("engage")
        if path.name != "clock.py"
        for line in calls(path, "now", "utcnow", "today", "time_ns")
        if not re.search(
            r"clock\.(?:now|today)\(", path.read_text().splitlines()[line - 1]
        )
    ]
    assert clocks == []


def test_rule_32_moments_are_kept_with_their_zone() -> None:
    plain = [
        str(path.relative_to(PACKAGE))
        for path in modules("engage")
        if path.name != "db.py"
        and "migrations" not in path.parts
        and re.search(r"\bDateTime\(", path.read_text(encoding="utf-8"))
    ]
    assert plain == [], "write Mapped[datetime]: the column type comes with it"


def test_rule_10_nothing_is_marked_safe() -> None:
    marked = [
        name
        for name, text in templates()
        if name not in DRAWN
        and re.search(r"\|\s*safe\b|autoescape\s+false|Markup", text)
    ]
    assert marked == []


def test_rule_10_code_marks_nothing_safe_but_pictures_of_ours() -> None:
    marked = [
        str(path.relative_to(PACKAGE))
        for path in modules("engage")
        if re.search(r"\bMarkup\(", path.read_text(encoding="utf-8"))
        and path.relative_to(PACKAGE).parts[0] != "web"
    ]
    assert marked == []


def test_rule_11_no_template_has_anything_inline() -> None:
    inline = [name for name, text in templates() if INLINE.search(text)]
    assert inline == []


def test_rule_11_nothing_is_fetched_from_elsewhere() -> None:
    linked = [name for name, text in templates() if ELSEWHERE.search(text)]
    styles = [
        path.name
        for path in static_folder().rglob("*.css")
        if re.search(r"url\([\"']?(?:https?:)?//|@import", path.read_text())
    ]
    assert (linked, styles) == ([], [])


def test_no_cookie_is_named_but_by_the_porch() -> None:
    direct = [
        f"{path.relative_to(PACKAGE)}"
        for path in modules("engage")
        if calls(path, "set_cookie")
        and "cookie_name(" not in path.read_text(encoding="utf-8")
        and "languages" not in path.name
    ]
    assert direct == []


@pytest.mark.parametrize("word", ["service", "services", "utils", "helpers", "common"])
def test_no_module_has_a_name_that_says_nothing(word: str) -> None:
    assert [p for p in modules("engage", "analysis") if p.stem == word] == []


def test_no_two_predicates_share_a_name() -> None:
    names: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.glob("*/policy.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("may_"):
                names.setdefault(node.name, set()).add(path.parent.name)
    assert {name: found for name, found in names.items() if len(found) > 1} == {}
    assert set(access._predicates) <= set(names)

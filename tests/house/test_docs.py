"""What people can use is documented: every command, option, setting and address."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from engage.commands.main import cli

ROOT = Path(__file__).parents[2]
SECTION = re.compile(
    r"^## `(engage[a-z ]*[a-z]).*?`$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)
SETTING = re.compile(r"ENGAGE_[A-Z][A-Z_]+[A-Z]")


def commands(
    command: click.Command = cli, path: tuple[str, ...] = ("engage",)
) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inside = command.get_command(context, name)
        assert inside is not None
        yield from commands(inside, (*path, name))


def test_every_command_and_option_is_in_the_docs() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    parts = dict(SECTION.findall(text))
    missing = []
    for name, command in commands():
        part = parts.pop(name, None)
        if part is None:
            missing.append(name)
            continue
        options = [p for p in command.params if isinstance(p, click.Option)]
        missing += [
            f"{name} {option.opts[0]}"
            for option in options
            if f"`{option.opts[0]}" not in part
        ]
    assert missing == []
    assert list(parts) == [], "documented, and not there"


def test_every_command_explains_itself() -> None:
    assert [name for name, command in commands() if not command.help] == []


def settings() -> set[str]:
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "engage").rglob("*.py")
    )
    return {name for name in SETTING.findall(code) if not name.endswith("_LIMIT")}


def test_every_setting_is_in_the_docs() -> None:
    told = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    assert sorted(name for name in settings() if name not in told) == []


def test_the_container_uses_settings_and_files_that_are_there() -> None:
    files = [ROOT / "Dockerfile", ROOT / "compose.yaml"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = set(SETTING.findall(text))
    assert "ENGAGE_SECRET_KEY" in named
    assert named - settings() == set()
    copied = re.findall(r"^COPY (?!--)(\S+) ", text, re.MULTILINE)
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_links_in_the_docs_lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        broken += [
            f"{page.name}: {link}"
            for link in links
            if "://" not in link and not (page.parent / link).exists()
        ]
    assert broken == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    names = [page.name for page in folder.glob("[0-9]*.md")]
    assert [name for name in names if f"({name})" not in listed] == []

"""The import contracts hold, and each is seen to break when something breaks it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from engage.core.config import ROOT

LINT = Path(sys.executable).with_name("lint-imports")
# Contract: the module that gets an import it must not have, and that import.
PLANTS = {
    "ladder": ("engage/core/text.py", "import engage.web.errors"),
    "floor-plan": ("engage/people/policy.py", "import engage.people.actions"),
    "workshop": ("analysis/words.py", "import flask"),
    "bridges": ("engage/core/text.py", "import analysis"),
    "http": ("engage/core/text.py", "import werkzeug"),
    "tables": ("engage/moderation/routes.py", "import sqlalchemy"),
    "pure": ("engage/contributions/privacy/words.py", "import sqlalchemy"),
    "circles": ("engage/core/clock.py", "import engage.core.audit"),
}


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [item["id"] for item in settings["tool"]["importlinter"]["contracts"]]


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache", "--no-logo", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_contract_is_kept() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_contract_has_something_that_breaks_it() -> None:
    assert set(contracts()) == set(PLANTS)


@pytest.mark.parametrize("contract", sorted(PLANTS))
def test_a_planted_import_breaks_the_contract(contract: str, tmp_path: Path) -> None:
    for package in ("engage", "analysis"):
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=lambda _folder, names: [
                name for name in names if "." in name and not name.endswith(".py")
            ],
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    module, planted = PLANTS[contract]
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{planted}\n")
    result = lint(tmp_path, "--contract", contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout

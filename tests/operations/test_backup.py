"""A backup is whole or not there; a restore is checked before it touches anything."""

import gc
import gzip
import io
import json
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.contributions.models import Contribution
from engage.core.actors import ANONYMOUS, SYSTEM, Role
from engage.core.audit import find_broken_entries
from engage.core.config import Settings
from engage.core.db import Base, db, session, transaction
from engage.core.mail import Letter
from engage.core.throttle import ThrottleCount
from engage.news.actions import ask_to_subscribe, unsubscribe
from engage.news.models import Subscriber
from engage.operations.ledger import read_ledger
from engage.people.actions import create_user
from engage.people.models import SignedIn, User
from engage.receipts.queries import get_own_response
from engage.surveys.actions import withdraw_response
from engage.surveys.models import Response
from engage.web.throttle import count_try
from tests.conftest import PASSWORD
from tests.factories.contributions import a_consultation, a_contribution
from tests.factories.surveys import make_survey, respond
from tests.operations.conftest import Command
from tests.pages import Browser

WORDS = "The ferry to Moosonee stops before my shift ends."
# What a backup leaves out, and what restoring adds to.
NOT_COMPARED = {"throttle_count", "signed_in", "audit_entry"}


def tables() -> dict[str, list[Any]]:
    session().rollback()
    return {
        table.name: sorted(map(repr, session().execute(select(table)).all()))
        for table in Base.metadata.sorted_tables
        if table.name not in NOT_COMPARED
    }


def an_edition(settings: Settings, name: str = "talk/1", content: str = "one") -> Path:
    folder = settings.data_dir / "editions" / name
    folder.mkdir(parents=True)
    (folder / "data.json").write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def code(app: Flask) -> str:
    return respond(make_survey(), {"needs": WORDS, "role": "worker"}).code


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.tar.gz"


def test_rule_29_restored_tables_are_as_they_were(
    engage: Command, code: str, copy: Path
) -> None:
    before = tables()
    assert engage("backup", str(copy))[0] == 0
    a_contribution(a_consultation("later"), "Said after the backup.")
    assert tables() != before
    exit_code, told, _errors = engage("restore", str(copy), "--yes")
    assert exit_code == 0, told
    assert tables() == before
    assert list(find_broken_entries()) == []


def test_a_backup_leaves_out_tries_and_sessions(
    app: Flask, engage: Command, copy: Path, data_dir: Path
) -> None:
    ada = create_user("ada@example.org", role=Role.ADMIN, password=PASSWORD, by=SYSTEM)
    browser = Browser(app.test_client())
    browser.open("/en/sign-in")
    browser.submit(email=ada.email, password=PASSWORD)
    with app.test_request_context():
        count_try("sign_in_account", "somebody")
    assert session().scalar(select(func.count()).select_from(SignedIn)) == 1
    assert session().scalar(select(func.count()).select_from(ThrottleCount))
    assert engage("backup", str(copy))[0] == 0
    assert session().scalar(select(func.count()).select_from(SignedIn)) == 1
    assert engage("restore", str(copy), "--yes")[0] == 0
    assert session().scalar(select(func.count()).select_from(SignedIn)) == 0
    assert session().scalar(select(func.count()).select_from(ThrottleCount)) == 0
    assert session().scalar(select(User.email)) == "ada@example.org"


def test_rule_20_a_restore_withdraws_again(
    engage: Command, code: str, copy: Path, settings: Settings
) -> None:
    assert engage("backup", str(copy))[0] == 0
    assert engage("erase", "--receipt", code)[0] == 0
    marks = read_ledger(settings.data_dir)
    assert len(marks) == 2, "the response and its one text"
    exit_code, told, _errors = engage("restore", str(copy), "--yes", "--json")
    assert exit_code == 0
    assert json.loads(told)["withdrawn"] == 1
    assert session().scalars(select(Contribution.text)).all() == [""]
    assert session().scalars(select(Response.is_withdrawn)).all() == [True]
    assert read_ledger(settings.data_dir) == marks


def test_rule_20_the_ledger_names_nobody_and_outlives_the_folder(
    app: Flask, code: str, data_dir: Path
) -> None:
    own = get_own_response(code)
    withdraw_response(own.response, by=ANONYMOUS)
    written = (data_dir.parent / "withdrawals.ledger").read_text(encoding="ascii")
    assert code not in written
    assert own.response.public_id not in written
    assert (data_dir.parent / "withdrawals.ledger").stat().st_mode & 0o077 == 0


def test_rule_20_without_a_place_for_the_ledger_nothing_is_withdrawn(
    app: Flask, code: str, data_dir: Path
) -> None:
    for place in (data_dir.parent, data_dir):
        (place / "withdrawals.ledger").mkdir()
    reply = app.test_client()
    browser = Browser(reply)
    browser.open("/en/my-response")
    browser.submit(code=code, status=200)
    browser.submit("/en/my-response/withdraw", status=503)
    assert session().scalars(select(Contribution.text)).all() == [WORDS]


def test_rule_20_where_nothing_may_lie_beside_the_folder_the_ledger_is_in_it(
    app: Flask, code: str, data_dir: Path
) -> None:
    (data_dir.parent / "withdrawals.ledger").mkdir()
    withdraw_response(get_own_response(code).response, by=ANONYMOUS)
    assert (data_dir / "withdrawals.ledger").is_file()
    assert len(read_ledger(data_dir)) == 2


def test_rule_26_a_killed_restore_leaves_what_was_there(
    engage: Command,
    code: str,
    copy: Path,
    environment: dict[str, str],
    settings: Settings,
) -> None:
    assert engage("backup", str(copy))[0] == 0
    a_contribution(a_consultation("later"), "Said after the backup.")
    edition = an_edition(settings)
    before = tables()
    db.session.remove()
    db.engine.dispose()
    ended = subprocess.run(
        [sys.executable, "-m", "engage.commands.main", "restore", copy, "--yes"],
        env={**environment, "ENGAGE_FAILPOINTS": "restore.mid=exit"},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 1
    assert tables() == before
    assert (edition / "data.json").read_text(encoding="utf-8") == "one"
    assert engage("restore", str(copy), "--yes")[0] == 0
    assert tables() != before


def test_rule_29_backup_while_others_write(
    app: Flask, engage: Command, copy: Path
) -> None:
    consultation = a_consultation()
    is_over = threading.Event()

    def write() -> None:
        with app.app_context():
            while not is_over.wait(0.01):
                a_contribution(consultation, "One of many.")
            db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _time in range(3):
            assert engage("backup", str(copy))[0] == 0
    finally:
        is_over.set()
        writer.join()
        gc.collect()  # its connection, whose pool is gone, closes now
    exit_code, _told, errors = engage("restore", str(copy), "--yes")
    assert exit_code == 0, errors
    assert session().scalar(select(func.count()).select_from(Contribution))
    assert list(find_broken_entries()) == []


def _changed(copy: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Write the archive again with some of its files changed or left out."""
    with tarfile.open(copy) as archive:
        files = [
            (member.name, archive.extractfile(member).read())  # type: ignore[union-attr]
            for member in archive
        ]
    with tarfile.open(copy, "w:gz") as archive:
        for name, content in files:
            given = change(name, content)
            if given is not None:
                entry = tarfile.TarInfo(name)
                entry.size = len(given)
                archive.addfile(entry, io.BytesIO(given))


def _spoilt_manifest(**facts: Any) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        return json.dumps({**json.loads(content), **facts}).encode()

    return change


def _other_last_byte(name: str, content: bytes) -> bytes:
    is_database = name.startswith("database")
    return content[:-1] + bytes([content[-1] ^ 1]) if is_database else content


def _no_database(name: str, content: bytes) -> bytes | None:
    return None if name.startswith("database") else content


def _no_manifest(name: str, content: bytes) -> bytes | None:
    return None if name == "manifest.json" else content


def _a_list(name: str, content: bytes) -> bytes:
    return b"[]" if name == "manifest.json" else content


CHANGES: dict[str, tuple[Callable[[str, bytes], bytes | None], str]] = {
    "one bit": (_other_last_byte, "damaged"),
    "a file is missing": (_no_database, "missing"),
    "no manifest": (_no_manifest, "no backup"),
    "not our schema": (_spoilt_manifest(schema="something/2"), "no backup"),
    "an unknown revision": (_spoilt_manifest(revision="zzzz"), "another version"),
    "a path outside": (
        _spoilt_manifest(files={"../evil": {"sha256": "", "bytes": 0}}),
        "no backup",
    ),
    "a list": (_a_list, "no backup"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_rule_29_a_damaged_copy_is_refused_untouched(
    engage: Command, code: str, copy: Path, data_dir: Path, what: str
) -> None:
    assert engage("backup", str(copy))[0] == 0
    change, told = CHANGES[what]
    _changed(copy, change)
    before, files = tables(), sorted(data_dir.iterdir())
    exit_code, _told, errors = engage("restore", str(copy), "--yes")
    assert exit_code == 1
    assert told in errors
    assert errors.count("\n") == 1, "one plain sentence"
    assert tables() == before
    assert not [path for path in data_dir.iterdir() if "restor" in path.name], files


@pytest.mark.parametrize(
    "content",
    [b"", b"no archive", gzip.compress(b"no archive", mtime=0), b"\x1f\x8b\x08\0\0"],
    ids=["nothing", "no archive", "packed words", "half a header"],
)
def test_what_is_no_backup_is_told_in_a_sentence(
    engage: Command, copy: Path, content: bytes
) -> None:
    copy.write_bytes(content)
    exit_code, _told, errors = engage("restore", str(copy), "--yes")
    assert (exit_code, errors.count("\n")) == (1, 1)


def test_half_a_backup_is_refused(engage: Command, code: str, copy: Path) -> None:
    assert engage("backup", str(copy))[0] == 0
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    assert engage("restore", str(copy), "--yes")[0] == 1


def test_a_backup_that_is_not_there_is_exit_3(engage: Command, copy: Path) -> None:
    assert engage("restore", str(copy), "--yes")[0] == 3
    assert engage("backup", str(copy.parent / "no" / "folder.tar"))[0] == 3


def test_rule_20_a_backup_lies_outside_the_data_folder(
    engage: Command, data_dir: Path
) -> None:
    exit_code, _told, errors = engage("backup", str(data_dir / "copy.tar"))
    assert exit_code == 1
    assert "outside the data folder" in errors


def test_restore_asks_first(engage: Command, code: str, copy: Path) -> None:
    assert engage("backup", str(copy))[0] == 0
    a_contribution(a_consultation("later"), "Said after the backup.")
    before = tables()
    assert engage("restore", str(copy), typed="n\n")[0] == 1
    assert engage("restore", str(copy))[0] == 1
    assert tables() == before


def test_a_database_in_use_is_not_replaced(
    app: Flask, engage: Command, code: str, copy: Path, settings: Settings
) -> None:
    if not settings.is_sqlite:
        pytest.skip("PostgreSQL replaces its tables in one transaction")
    assert engage("backup", str(copy))[0] == 0
    before = tables()
    other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
    other.execute("SELECT count(*) FROM response").fetchone()
    exit_code, _told, errors = engage("restore", str(copy), "--yes")
    other.close()
    assert exit_code == 1
    assert "in use" in errors
    assert tables() == before


def test_a_damaged_database_can_be_replaced(
    engage: Command, code: str, copy: Path, settings: Settings
) -> None:
    if not settings.is_sqlite:
        pytest.skip("a damaged file is a matter of SQLite")
    before = tables()
    assert engage("backup", str(copy))[0] == 0
    db.session.remove()
    db.engine.dispose()
    live = settings.data_dir / "engage.sqlite"
    live.write_bytes(b"x" * 9000)
    exit_code, _told, errors = engage("restore", str(copy), "--yes")
    assert exit_code == 0, errors
    assert tables() == before
    kept = list(settings.data_dir.glob("before-restore-*/engage.sqlite"))
    assert [path.read_bytes()[:3] for path in kept] == [b"xxx"]


def test_a_backup_replaces_an_older_one_of_the_same_name(
    engage: Command, code: str, copy: Path
) -> None:
    copy.write_bytes(b"older")
    assert engage("backup", str(copy))[0] == 0
    assert tarfile.is_tarfile(copy)
    assert [path.name for path in copy.parent.iterdir() if "copy" in path.name] == [
        copy.name
    ]
    assert copy.stat().st_mode & 0o077 == 0


def test_erasing_needs_a_code_that_fits(engage: Command, code: str) -> None:
    exit_code, _told, errors = engage("erase", "--receipt", "AAAAA-AAAAA-AAAAA-AAAAA")
    assert (exit_code, "Nothing belongs" in errors) == (1, True)
    assert engage("erase", "--receipt", "-", typed=f"{code.lower()}\n")[0] == 0
    with transaction() as current:
        assert current.scalars(select(Contribution.text)).all() == [""]


def test_rule_20_who_left_is_not_written_to_after_a_restore(
    app: Flask, engage: Command, copy: Path, settings: Settings
) -> None:
    for address in ("amina@example.org", "luc@example.org"):
        told = {"language": "en", "secret_key": settings.secret_key, "by": ANONYMOUS}
        ask_to_subscribe(address, "province", **told)
    assert engage("backup", str(copy))[0] == 0
    his = select(Subscriber).where(Subscriber.email == "luc@example.org")
    unsubscribe(session().scalars(his).one(), by=ANONYMOUS)
    assert engage("restore", str(copy), "--yes")[0] == 0
    assert session().scalars(select(Subscriber.email)).all() == ["amina@example.org"]
    assert session().scalar(select(func.count()).select_from(Letter)) == 0

"""A file of responses is imported whole or not at all."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select

from engage.catchments.models import Catchment
from engage.contributions.models import Contribution
from engage.core import failpoints
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.errors import Conflict, EngageError, Invalid, TooLarge, WrongKind
from engage.surveys import tables, workbooks
from engage.surveys.actions import (
    ImportOptions,
    ImportRefused,
    import_responses,
)
from engage.surveys.actions.drafting import Described, describe_survey
from engage.surveys.models import Answer, Response
from engage.surveys.tables import Table
from tests.factories.surveys import make_survey, question

HEADER = (
    "catchment,language,channel,received_on,consent_quote,needs,role,ways,order,"
    "views.staff,views.hours,ease,age,job,town,budget.rent,budget.food"
)
ROW = (
    "northeast,fr,paper,2026-10-05,oui,Un autobus,worker,bus|car,c|a,"
    "good,,unknown,41,cook,P3E 2C6,4,6"
)


def write(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "responses.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def take(path: Path, **options: bool) -> None:
    from engage.surveys.queries import find_survey

    survey = find_survey("work") or make_survey()
    import_responses(survey, path, ImportOptions(**options), by=SYSTEM)


def faults_of(path: Path) -> list[tuple[int, str, str]]:
    before = len(session().scalars(select(Response)).all())
    with pytest.raises(ImportRefused) as caught:
        take(path)
    assert len(session().scalars(select(Response)).all()) == before
    assert all(fault.reason for fault in caught.value.faults)
    return [(f.row, f.column, f.value) for f in caught.value.faults]


def test_every_column_of_a_row_is_kept(app: Flask, tmp_path: Path) -> None:
    take(write(tmp_path, HEADER, ROW))
    response = session().scalars(select(Response)).one()
    area = session().get_one(Catchment, response.catchment_id)
    assert (area.slug, response.language, response.channel) == (
        "northeast",
        "fr",
        "paper",
    )
    assert (response.received_on, response.may_quote) == (date(2026, 10, 5), True)
    answers = {a.question_key: a.value for a in session().scalars(select(Answer))}
    assert answers == {
        "role": "worker",
        "ways": ["bus", "car"],
        "order": ["c", "a"],
        "views": {"staff": "good"},
        "ease": "unknown",
        "age": 41,
        "town": "P3E",
        "budget": {"rent": 4, "food": 6},
    }
    texts = {t.prompt_key: t for t in session().scalars(select(Contribution))}
    assert {key: text.text for key, text in texts.items()} == {
        "needs": "Un autobus",
        "job": "cook",
    }
    assert texts["needs"].status == "pending"
    assert texts["needs"].received_hour is None
    assert texts["needs"].voice == response.voice


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("sign", [",", ";"])
def test_comma_or_semicolon_with_or_without_bom(
    app: Flask, tmp_path: Path, encoding: str, sign: str
) -> None:
    lines = [line.replace(",", sign) for line in ("language,needs", "en,A bus")]
    take(write(tmp_path, *lines, encoding=encoding))
    assert session().scalars(select(Contribution.text)).all() == ["A bus"]


def test_what_is_left_out_has_a_meaning(app: Flask, tmp_path: Path) -> None:
    take(write(tmp_path, "needs", "A bus", "", '"Two\nlines, one row"'))
    found = session().scalars(select(Response)).all()
    assert [(r.language, r.channel, r.catchment_id) for r in found] == [
        ("en", "import", None)
    ] * 2
    assert found[0].received_on == date(2026, 11, 2)
    texts = set(session().scalars(select(Contribution.text)))
    assert texts == {"A bus", "Two\nlines, one row"}


def test_a_row_without_an_answer_is_left_out_and_counted(
    app: Flask, tmp_path: Path
) -> None:
    survey = make_survey()
    blank = ["", ",", "en,", "en, \u200b"]
    path = write(tmp_path, "language,needs", "en,A bus", *blank, "fr,Un bus", "", ",")
    done = import_responses(survey, path, ImportOptions(), by=SYSTEM)
    assert (done.responses, done.left_out) == (2, 4)
    path = write(tmp_path, "language,needs", "de,", "en,A bus")
    assert faults_of(path) == [(2, "language", "de")]


def test_rule_28_one_bad_row_of_many_adds_none_and_is_named(
    app: Flask, tmp_path: Path
) -> None:
    rows = ["worker,A bus"] * 500
    rows[250] = "boss,A bus"
    assert faults_of(write(tmp_path, "role,needs", *rows)) == [(252, "role", "boss")]


def test_every_kind_of_fault_names_row_column_and_value(
    app: Flask, tmp_path: Path
) -> None:
    make_survey()
    header = "catchment,language,channel,received_on,consent_quote,age,views.staff"
    path = write(
        tmp_path,
        header,
        "ottawa,en,web,2026-10-05,yes,1,good",
        "toronto,de,web,2026-10-05,yes,1,good",
        "toronto,en,fax,2026-10-05,yes,1,good",
        "toronto,en,web,05/10/2026,yes,1,good",
        "toronto,en,web,2027-10-05,yes,1,good",
        "toronto,en,web,2026-10-05,maybe,1,good",
        "toronto,en,web,2026-10-05,yes,old,good",
        "toronto,en,web,2026-10-05,yes,1,superb",
        "toronto,en,web,2026-10-05,yes,1,good,surplus",
    )
    assert faults_of(path) == [
        (2, "catchment", "ottawa"),
        (3, "language", "de"),
        (4, "channel", "fax"),
        (5, "received_on", "05/10/2026"),
        (6, "received_on", "2027-10-05"),
        (7, "consent_quote", "maybe"),
        (8, "age", "old"),
        (9, "views.staff", "superb"),
        (10, "", ""),
    ]


def test_unknown_and_doubled_columns_are_faults_of_the_header(
    app: Flask, tmp_path: Path
) -> None:
    found = faults_of(write(tmp_path, "needs,nose,needs", "a,b,c"))
    assert found == [(1, "nose", ""), (1, "needs", "")]


def test_at_most_a_hundred_faults_are_told(app: Flask, tmp_path: Path) -> None:
    found = faults_of(write(tmp_path, "role", *["boss"] * 300))
    assert len(found) == 100


def test_rule_30_bytes_that_are_no_utf8_are_a_fault_of_their_cell(
    app: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "responses.csv"
    path.write_bytes("language,needs\nfr,fermé\n".encode("latin-1"))
    assert faults_of(path) == [(2, "needs", "ferm?")]


def test_a_required_question_left_blank_is_a_fault(app: Flask, tmp_path: Path) -> None:
    make_survey(question("needs", "long_text", required=True), question("b", "place"))
    assert faults_of(write(tmp_path, "needs,b", ",Sudbury")) == [(2, "needs", "")]


def test_an_xlsx_file_is_read_like_a_csv_one(app: Flask, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["received_on", "consent_quote", "needs", "age", "ease", "order"])
    sheet.append([datetime(2026, 10, 5), True, "Un autobus", 41.0, 4, "c|a"])
    sheet.append([None, None, None, None, None, None])
    sheet.append(["2026-10-06", "no", "'=1+1", None, "unknown", None])
    path = tmp_path / "responses.xlsx"
    book.save(path)
    take(path)
    first, second = session().scalars(select(Response).order_by(Response.received_on))
    assert (first.received_on, first.may_quote) == (date(2026, 10, 5), True)
    texts = set(session().scalars(select(Contribution.text)))
    assert texts == {"Un autobus", "=1+1"}
    found = select(Answer.value).where(Answer.response_id == first.id)
    assert set(map(str, session().scalars(found))) == {"41", "4", "['c', 'a']"}
    assert second.may_quote is False


def test_rule_28_a_zip_that_unpacks_to_too_much_is_refused(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1_000_000)
    path = tmp_path / "responses.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * 1_000_001)
    assert path.stat().st_size < 10_000
    with pytest.raises(TooLarge):
        take(path)
    assert workbooks.unpacked_size(path) == 1_000_001


def book_of(folder: Path, *rows: list[str]) -> dict[str, bytes]:
    """Return the parts of a workbook with these rows."""
    book, path = Workbook(), folder / "sound.xlsx"
    for row in rows:
        book.active.append(row)
    book.save(path)
    with ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed_book(
    folder: Path, parts: Mapping[str, bytes], kind: int = ZIP_DEFLATED
) -> Path:
    path = folder / "responses.xlsx"
    with ZipFile(path, "w", kind) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return path


SHEET, MANIFEST = "xl/worksheets/sheet1.xml", "[Content_Types].xml"


def test_rule_28_a_sheet_that_claims_to_be_endless_is_read_at_once(
    app: Flask, tmp_path: Path
) -> None:
    parts = book_of(tmp_path, ["role"], ["worker"])
    far = parts[SHEET].replace(b"A1:A2", b"A1:XFD1048576")
    far = far.replace(b'"A2"', b'"A1048576"').replace(b'r="2"', b'r="1048576"')
    assert far.count(b"1048576") == 3
    told: list[int] = []
    path = packed_book(tmp_path, parts | {SHEET: far})
    table = Table(path, lambda rows, _expected: told.append(rows))
    assert [(row.number, row.cells) for row in table.rows()] == [
        (1_048_576, {"role": "worker"})
    ]
    # Blank rows are told too: reading them can be stopped.
    assert (len(told), table.left_out) == (1048, 1_048_574)


def test_rule_28_rows_that_are_wide_and_blank_have_an_end(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_CELLS", 50_000)
    rows = b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(3, 9))
    parts = book_of(tmp_path, ["role"], ["worker"])
    wide = parts[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")
    with pytest.raises(TooLarge):
        take(packed_book(tmp_path, parts | {SHEET: wide}))


@pytest.mark.parametrize("entry", [b"<si/>", b"<si></si>", b"<si><t>a</t></si>"])
def test_rule_28_a_flood_of_texts_is_refused_before_it_is_held(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: bytes
) -> None:
    monkeypatch.setattr(workbooks, "MOST_TEXT_MARKS", 20_000)
    parts = book_of(tmp_path, ["role"], ["worker"])
    # The table of texts is the one the file names so, wherever it lies.
    override = (
        b'<Override PartName="/xl/worksheets/t.xml" ContentType="application/vnd.'
        b'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    parts[MANIFEST] = parts[MANIFEST].replace(b"</Types>", override)
    made = parts | {"xl/worksheets/t.xml": b"<sst>" + entry * 12_000 + b"</sst>"}
    with pytest.raises(TooLarge):
        take(packed_book(tmp_path, made))


def test_rule_28_what_is_packed_too_tightly_is_refused(
    app: Flask, tmp_path: Path
) -> None:
    parts = book_of(tmp_path, ["role"], ["worker"])
    with pytest.raises(TooLarge):
        take(packed_book(tmp_path, parts | {"xl/more.xml": b" " * 5_000_000}))


@pytest.mark.parametrize("kind", [ZIP_BZIP2, ZIP_LZMA])
def test_rule_28_only_usual_packing_is_unpacked(
    app: Flask, tmp_path: Path, kind: int
) -> None:
    parts = book_of(tmp_path, ["role"], ["worker"])
    with pytest.raises(WrongKind):
        take(packed_book(tmp_path, parts, kind))


def test_rule_31_a_locked_or_damaged_workbook_is_told_in_a_sentence(
    app: Flask, tmp_path: Path
) -> None:
    parts = book_of(tmp_path, ["role"], ["worker"])
    parts = {MANIFEST: parts.pop(MANIFEST)} | parts
    sound = packed_book(tmp_path, parts).read_bytes()
    path = tmp_path / "damaged.xlsx"
    at = sound.index(b"PK\x01\x02")
    locked = sound[: at + 8] + b"\x01\x00" + sound[at + 10 :]
    unknown = sound[: at + 10] + b"\x63\x00" + sound[at + 12 :]
    broken = sound[:60] + b"\xff" * 90 + sound[150:]
    for damaged in (locked, unknown, broken, sound[: len(sound) // 2]):
        path.write_bytes(damaged)
        with pytest.raises(WrongKind):
            take(path)
    for name in parts:
        for part in (b"", b"<", parts[name][:-9]):
            packed_book(tmp_path, parts | {name: part}).rename(path)
            with suppress(WrongKind):
                list(Table(path).rows())


def test_rule_28_the_same_file_again_is_refused_unless_allowed(
    app: Flask, tmp_path: Path
) -> None:
    path = write(tmp_path, "needs", "A bus")
    take(path)
    with pytest.raises(Conflict):
        take(path)
    take(path, allows_duplicate=True)
    take(path, allows_duplicate=True)
    assert len(session().scalars(select(Response)).all()) == 3


def test_a_dry_run_adds_nothing_and_finds_the_faults(
    app: Flask, tmp_path: Path
) -> None:
    take(write(tmp_path, "needs", "A bus"), is_dry_run=True)
    assert session().scalars(select(Response)).all() == []
    assert faults_of(write(tmp_path, "role", "boss")) == [(2, "role", "boss")]


def test_rule_28_a_failure_in_the_middle_leaves_nothing(
    app: Flask, tmp_path: Path
) -> None:
    path = write(tmp_path, "needs", "A bus")
    make_survey()
    failpoints.configure({"import.mid": "raise"})
    with pytest.raises(RuntimeError):
        take(path)
    failpoints.configure({})
    assert session().scalars(select(Response)).all() == []
    take(path)
    assert len(session().scalars(select(Response)).all()) == 1


def test_a_survey_that_changes_meanwhile_is_not_filled_as_it_was(
    app: Flask, tmp_path: Path
) -> None:
    """Else texts of a survey where they are read first would appear unread."""
    survey = make_survey(moderation="post")
    later = Described(survey.title, survey.intro, "pre")

    def meanwhile(_rows: int, _expected: int) -> None:
        if survey.moderation == "post":
            describe_survey(survey, later, version=survey.version, by=SYSTEM)

    path, options = write(tmp_path, HEADER, ROW), ImportOptions()
    with pytest.raises(Conflict, match="changed the survey"):
        import_responses(survey, path, options, by=SYSTEM, progress=meanwhile)
    assert session().scalars(select(Response)).all() == []


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", Invalid),
        (b"needs\n", Invalid),
        (b"PK\x03\x04\x00\x00", WrongKind),
        (b'needs\n"' + b"x" * 1_100_000 + b'"\n', Invalid),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    app: Flask, tmp_path: Path, content: bytes, error: type[EngageError]
) -> None:
    path = tmp_path / "responses.csv"
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        take(path)
    assert str(caught.value.message).endswith(".")

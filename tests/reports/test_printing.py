"""The report on paper: tagged, in its language, the same bytes each time."""

import io
from datetime import date
from typing import Any

import pikepdf
import pytest
from flask import Flask

from engage.core.disclosure import Disclosure
from engage.reports.document import build_document
from engage.reports.pictures import picture_titles, pictures_of
from engage.reports.printing import printed_report
from engage.reports.printing.content import parts_of
from engage.reports.printing.pieces import written_in
from engage.reports.queries import gather_material
from tests.factories.reports import reportable
from tests.pdf import pdf_faults

Document = dict[str, Any]


@pytest.fixture
def document(app: Flask) -> Document:
    return build_document(
        gather_material(reportable()),
        Disclosure(b"a key"),
        number=1,
        published_on=date(2026, 11, 2),
        is_interim=True,
    )


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "What people need"), ("fr", "Ce qu’il faut aux gens")],
)
def test_the_pdf_is_tagged_and_names_its_language(
    document: Document, language: str, title: str
) -> None:
    content = printed_report(document, pictures_of(document), language)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang).startswith(language)
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert title in about["dc:title"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pdf_breaks_no_rule_of_pdf_ua(document: Document, language: str) -> None:
    content = printed_report(document, pictures_of(document), language)
    assert pdf_faults(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.Root.Lang
        worse = io.BytesIO()
        pdf.save(worse)
    assert pdf_faults(worse.getvalue())


def test_every_picture_has_a_description(document: Document) -> None:
    content = printed_report(document, pictures_of(document), "en")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        described = [
            str(item.Alt)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    assert len(described) == len(picture_titles(document, "en")) == 6
    assert any("Getting there" in words for words in described)


def test_the_same_report_gives_the_same_bytes(document: Document) -> None:
    pictures = pictures_of(document)
    assert printed_report(document, pictures, "fr") == printed_report(
        document, pictures, "fr"
    )


def test_a_quote_in_any_script_never_stops_it(document: Document) -> None:
    words = "ᐃᓄᒃᑎᑐᑦ 中文 العربية 🚌 #strong[typst] <script> $x$"
    document["themes"][0]["quotes"][0]["text"] = words
    assert printed_report(document, pictures_of(document), "en").startswith(b"%PDF")


def test_the_printed_parts_say_what_the_page_says(document: Document) -> None:
    parts = list(parts_of(document))
    assert [part["text"] for part in parts if part["kind"] == "heading"][:3] == [
        "Summary",
        "Who took part",
        "What people said",
    ]
    (summary,) = [part for part in parts if part["kind"] == "numbered"]
    assert summary["items"] == [one["en"] for one in document["summary"]]
    tables = [part for part in parts if part["kind"] == "table"]
    assert ["Ottawa", "fewer than 10", "–"] in [row[:3] for row in tables[1]["rows"]]


def test_a_quote_keeps_its_own_language(document: Document) -> None:
    quote = document["themes"][0]["quotes"][0]
    quote |= {"text": "أحتاج إلى حافلة في المساء للذهاب إلى العمل", "language": "ar"}
    with pikepdf.open(
        io.BytesIO(printed_report(document, pictures_of(document), "en"))
    ) as pdf:
        spoken = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    assert b"/Lang(ar-CA)" in spoken
    assert b"/Lang(fr-CA)" in spoken
    assert [written_in(code) for code in ("fr-CA", "", "a thing")] == [
        "fr",
        "und",
        "und",
    ]

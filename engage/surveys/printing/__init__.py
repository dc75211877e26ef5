"""Paper forms and posters: PDF/UA-1 in each language, made without any network."""

import json
import re
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from engage.core.config import PACKAGE

HERE = Path(__file__).parent
# The typefaces of the printed reports.
FONTS = PACKAGE / "reports" / "printing" / "fonts"
NOT_PRINTED = "[…]"
SPACES = " \n\u00a0"
PAPERS = {"letter": "us-letter", "a4": "a4"}


def printed_sheet(content: Mapping[str, Any], code: str = "") -> bytes:
    """Return a form or a poster as PDF/UA-1; `code` is the QR code as SVG."""
    import typst  # noqa: PLC0415 - heavy, and only these pages need it

    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside)
        written = _printable(json.dumps(content, ensure_ascii=False))
        (folder / "content.json").write_text(written, encoding="utf-8")
        if code:
            (folder / "code.svg").write_text(code, encoding="utf-8")
        source = folder / "sheet.typ"
        source.write_bytes((HERE / "sheet.typ").read_bytes())
        compiled: bytes = typst.compile(
            str(source),
            root=beside,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
        )
    return compiled


def _printable(text: str) -> str:
    """Return a text in which signs that no font has are marked."""
    return _unprintable().sub(NOT_PRINTED, text)


@cache
def _unprintable() -> re.Pattern[str]:
    signs = (FONTS / "coverage.txt").read_text(encoding="utf-8").replace("\n", "")
    return re.compile(f"[^{re.escape(signs)}{SPACES}]+")

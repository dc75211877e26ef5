"""Paper forms and posters: PDF/UA-1 in each language, made without any network."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engage.web.printing import printed

SHEET = Path(__file__).parent / "sheet.typ"
PAPERS = {"letter": "us-letter", "a4": "a4"}


def printed_sheet(content: Mapping[str, Any], code: str = "") -> bytes:
    """Return a form or a poster as PDF/UA-1; `code` is the QR code as SVG."""
    return printed(SHEET, content, {"code.svg": code} if code else None)

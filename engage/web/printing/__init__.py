"""What is printed: PDF/UA-1 files, set by Typst without any network.

Typst refuses a file for one glyph that no font has. So a run of signs that our fonts
cannot print becomes a visible mark: a person's words never keep a file from being made.
"""

import json
import re
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
NOT_PRINTED = "[…]"
SPACES = " \n\u00a0"


def printed(
    source: Path, content: Mapping[str, Any], files: Mapping[str, str] | None = None
) -> bytes:
    """Return a PDF/UA-1 file: the same source and content give the same bytes.

    The Typst file at `source` reads `content.json` and whatever SVG stands in `files`.
    """
    import typst  # noqa: PLC0415 - heavy: only where something is printed

    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside)
        written = json.dumps(_marked(content), ensure_ascii=False)
        (folder / "content.json").write_text(written, encoding="utf-8")
        for name, file in (files or {}).items():
            (folder / name).write_text(printable(file), encoding="utf-8")
        copy = folder / source.name
        copy.write_bytes(source.read_bytes())
        compiled: bytes = typst.compile(
            str(copy),
            root=beside,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
        )
    return compiled


def printable(text: str) -> str:
    """Return a text in which signs that no font has are marked."""
    return _unprintable().sub(NOT_PRINTED, text)


def _marked(part: Any) -> Any:
    """Return plain data in which every text is printable."""
    if isinstance(part, str):
        return printable(part)
    if isinstance(part, Mapping):
        return {name: _marked(item) for name, item in part.items()}
    if isinstance(part, list | tuple):
        return [_marked(item) for item in part]
    return part


@cache
def _unprintable() -> re.Pattern[str]:
    """Return what finds signs that our fonts do not have."""
    signs = (FONTS / "coverage.txt").read_text(encoding="utf-8").replace("\n", "")
    return re.compile(f"[^{re.escape(signs)}{SPACES}]+")

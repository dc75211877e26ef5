"""What is printed: PDF/UA-1 files, set by Typst without any network.

Typst refuses a file for one glyph that no font has. So a run of signs that our fonts
cannot print becomes a visible mark: a person's words never keep a file from being made.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
NOT_PRINTED = "[…]"
SPACES = " \n\u00a0"
# Signs that only say how the one before is drawn: variation selectors, keycaps.
_MODIFIERS = re.compile("[\ufe00-\ufe0f\u20e3]")
# What the main typeface has: it prints in any order.
_NOT_LATIN = re.compile(
    "[^ -~\n\u00a0-\u00ff\u0152\u0153\u2011\u2013\u2014\u2018\u2019\u201c-\u201e"
    "\u2022\u2026\u2039\u203a\u20ac\u2122\u2212]+"
)
_NO_GLYPH = "could not be displayed"

Marking = Callable[[str], str]


def printed(
    source: Path, content: Mapping[str, Any], files: Mapping[str, str] | None = None
) -> bytes:
    """Return a PDF/UA-1 file: the same source and content give the same bytes.

    The Typst file at `source` reads `content.json` and whatever SVG stands in `files`.
    Each sign may be in our fonts and yet not print where it stands: a vowel of one
    script on a letter of another. Only then are texts tried one by one.
    """
    import typst  # noqa: PLC0415 - heavy: only where something is printed

    for marking in (printable, _tried):
        try:
            return _set(source, content, files or {}, marking)
        except typst.TypstError as error:
            if _NO_GLYPH not in str(error):
                raise
    return _set(source, content, files or {}, _latin)


def printable(text: str) -> str:
    """Return a text in which signs that no font has are marked."""
    return _unprintable().sub(NOT_PRINTED, _MODIFIERS.sub("", text))


def _set(
    source: Path, content: Mapping[str, Any], files: Mapping[str, str], marking: Marking
) -> bytes:
    """Have Typst set a file whose texts went through a marking."""
    import typst  # noqa: PLC0415 - heavy: only where something is printed

    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside)
        written = json.dumps(_marked(content, marking), ensure_ascii=False)
        (folder / "content.json").write_text(written, encoding="utf-8")
        for name, file in files.items():
            (folder / name).write_text(marking(file), encoding="utf-8")
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


def _marked(part: Any, marking: Marking) -> Any:
    """Return plain data in which every text went through a marking."""
    if isinstance(part, str):
        return marking(part)
    if isinstance(part, Mapping):
        return {name: _marked(item, marking) for name, item in part.items()}
    if isinstance(part, list | tuple):
        return [_marked(item, marking) for item in part]
    return part


def _tried(text: str) -> str:
    """Return a text as our fonts print it, known by printing it alone."""
    import typst  # noqa: PLC0415 - heavy: only where something is printed

    if not _NOT_LATIN.search(text):
        return text
    try:
        _set(HERE / "try.typ", {"text": text}, {}, printable)
    except typst.TypstError:
        return _latin(text)
    return printable(text)


def _latin(text: str) -> str:
    """Return a text in which all but Latin signs are marked."""
    return _NOT_LATIN.sub(NOT_PRINTED, text)


@cache
def _unprintable() -> re.Pattern[str]:
    """Return what finds signs that our fonts do not have."""
    return re.compile(f"[^{''.join(_spans())}{SPACES}]+")


def _spans() -> Iterator[str]:
    for span in (FONTS / "coverage.txt").read_text(encoding="ascii").split():
        yield "-".join(f"\\U{int(end, 16):08x}" for end in span.split("-"))

"""One self-contained page that tells what a run found."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.quality import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.documents import Theme
    from analysis.results import Result


def render_report(result: Result, title: str) -> str:
    """Write the page; it needs no script, no font and no network."""
    style = (Path(__file__).parent / "data" / "report.css").read_text(encoding="utf-8")
    tops = [theme for theme in result.themes if theme.parent is None]
    body = "\n".join(
        [
            f"<h1>{escape(title)}</h1>",
            _summary(result, tops),
            _overview(tops),
            *(_theme(theme, result) for theme in tops),
        ]
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _summary(result: Result, tops: Sequence[Theme]) -> str:
    corpus = result.corpus
    tongues = ", ".join(f"{n:,} in {code}" for code, n in corpus.languages.items())
    read = (
        f"{corpus.documents:,} texts were read ({tongues}); {corpus.blank:,} were "
        f"blank and {corpus.distinct:,} say something different from the others."
    )
    found = (
        f"They fall into {len(tops)} themes. {result.unassigned:,} texts "
        f"({result.unassigned_share:.0%}) fit none of them."
    )
    lines = [read, found]
    if corpus.campaigns:
        lines.append(
            f"{corpus.campaigns:,} groups of nearly identical texts count once among "
            "the different texts, and with all their copies in the sizes."
        )
    if "too_few" in result.notes:
        lines.append(
            "There are fewer than 30 different texts. Read them all: the themes are a "
            "help to reading, not a finding."
        )
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _overview(tops: Sequence[Theme]) -> str:
    largest = max((theme.size for theme in tops), default=1)
    rows = "".join(
        f'<tr><th scope="row"><a href="#{theme.id}">{_names(theme)}</a></th>'
        f"<td>{theme.size:,}</td><td>{theme.share:.0%}</td>"
        f"<td>{escape(_steady(theme))}</td><td>{_bar(theme.size / largest)}</td></tr>"
        for theme in tops
    )
    return (
        "<table><caption>The themes, largest first</caption><thead><tr>"
        '<th scope="col">Theme</th><th scope="col">Texts</th><th scope="col">Share</th>'
        '<th scope="col">Stability</th><th scope="col">Size</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _bar(part: float) -> str:
    return (
        '<svg viewBox="0 0 100 10" width="100" height="10" aria-hidden="true">'
        f'<rect width="{max(100 * part, 1):.1f}" height="10" rx="2"/></svg>'
    )


def _names(theme: Theme) -> str:
    return " / ".join(
        f'<span lang="{escape(code)}">{escape(label)}</span>'
        for code, label in theme.label.items()
        if label
    ) or escape(theme.id)


def _steady(theme: Theme) -> str:
    if theme.stability is None:
        return "not measured"
    return f"{theme.stability:.2f} ({reading(theme.stability)})"


def _theme(theme: Theme, result: Result) -> str:
    parts = [one for one in result.themes if one.parent == theme.id]
    size = (
        f"<p>{theme.size:,} texts, {theme.distinct:,} of them different; "
        f"{theme.share:.1%} of all. Stability: {escape(_steady(theme))}.</p>"
    )
    pieces = [
        f'<section id="{theme.id}" aria-labelledby="{theme.id}-h">',
        f'<h2 id="{theme.id}-h">{_names(theme)}</h2>',
        size,
        _keywords(theme),
        _quotes(theme),
        _parts(parts),
        _groups(theme),
        "</section>",
    ]
    return "\n".join(piece for piece in pieces if piece)


def _keywords(theme: Theme) -> str:
    words = ", ".join(
        f'<span lang="{escape(word.language)}">{escape(word.term)}</span>'
        for word in theme.keywords
    )
    return f"<p><strong>Words:</strong> {words}</p>" if words else ""


def _quotes(theme: Theme) -> str:
    return "".join(
        f'<blockquote lang="{escape(quote.language)}"><p>{escape(quote.text)}</p>'
        "</blockquote>"
        for quote in theme.quotes
    )


def _parts(parts: Sequence[Theme]) -> str:
    items = "".join(
        f"<li>{_names(part)}: {part.size:,} texts, stability "
        f"{escape(_steady(part))}</li>"
        for part in parts
    )
    return f"<h3>Parts</h3><ul>{items}</ul>" if items else ""


def _groups(theme: Theme) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{figure.count:,}</td>'
        f"<td>{figure.share:.0%}</td><td>{figure.low:.0%}–{figure.high:.0%}</td>"
        f"<td>{figure.lift:.2f}</td><td>{figure.q:.3f}</td></tr>"
        for name, figure in sorted(theme.groups.items())
    )
    if not rows:
        return ""
    heads = ("Group", "Texts", "Share", "95 % interval", "Against all", "q")
    cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        "<table><caption>How much each group speaks of it</caption>"
        f"<thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>"
    )

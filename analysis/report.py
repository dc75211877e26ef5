"""One self-contained page that tells what a run found, in English and in French."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.charts import Bar, Span, bar_chart, span_chart
from analysis.documents import VERSION
from analysis.groups import wilson_interval
from analysis.quality import reading
from analysis.sentences import ENGLISH, FRENCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.documents import Theme
    from analysis.groups import GroupFigure
    from analysis.results import Result
    from analysis.sentences import Sentences

SURE = 0.05
"""False discovery rate from which a group's difference is named."""
LANGUAGES = {
    "en": {"en": "English", "fr": "French", "und": "no known language"},
    "fr": {"en": "anglais", "fr": "français", "und": "langue inconnue"},
}


def render_report(result: Result, title: str) -> str:
    """Write the page; it needs no script, no font and no network.

    The language most people wrote in is shown first, the other on request.
    """
    style = (Path(__file__).parent / "data" / "report.css").read_text(encoding="utf-8")
    spoken = result.corpus.languages
    both = [ENGLISH, FRENCH]
    both.sort(key=lambda tongue: -spoken.get(tongue.code, 0))
    links = "".join(
        f'<a href="#{tongue.code}" lang="{tongue.code}" hreflang="{tongue.code}">'
        f"{tongue.name}</a>"
        for tongue in both
    )
    articles = "\n".join(_Telling(result, tongue).article() for tongue in both)
    return (
        f'<!doctype html>\n<html lang="{both[0].code}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}{_shown(both)}</style>\n"
        f"</head>\n<body>\n<header><h1>{escape(title)}</h1>\n"
        f'<nav aria-label="Language · Langue">{links}</nav></header>\n'
        f"<main>\n{articles}\n</main>\n</body>\n</html>\n"
    )


def _shown(both: Sequence[Sentences]) -> str:
    """The rule that shows one language at a time, both where a browser is old."""
    first, second = (tongue.code for tongue in both)
    asked = f"#{second}:target, #{second} :target"
    return (
        f"@supports selector(:has(a)) {{ body:not(:has({asked})) #{second}, "
        f"body:has({asked}) #{first} {{ display: none; }} }}\n"
    )


class _Telling:
    """Tells a result in one language."""

    def __init__(self, result: Result, tongue: Sentences) -> None:
        self.result, self.tongue = result, tongue
        self.say, self.code = tongue.say, tongue.code
        self.tops = [theme for theme in result.themes if theme.parent is None]

    def article(self) -> str:
        pieces = [
            f'<article id="{self.code}" lang="{self.code}">',
            self._summary(),
            self._overview(),
            *(self._theme(theme) for theme in self.tops),
            self._how(),
            "</article>",
        ]
        return "\n".join(pieces)

    def _summary(self) -> str:
        result, corpus, tongue = self.result, self.result.corpus, self.tongue
        names = LANGUAGES[self.code]
        tongues = ", ".join(
            self.say("speaks", count=count, tongue=names.get(code, code))
            for code, count in corpus.languages.items()
        )
        lines = [
            self.say(
                "read",
                documents=corpus.documents,
                blank=corpus.blank,
                distinct=corpus.distinct,
                tongues=tongues,
            ),
            self.say(
                "found",
                themes=len(self.tops),
                loose=result.unassigned,
                share=tongue.share(result.unassigned_share),
            ),
        ]
        if corpus.campaigns:
            lines.append(self.say("campaigns", campaigns=corpus.campaigns))
        if result.faded:
            lines.append(self.say("faded", count=len(result.faded)))
        few = [self.say("too_few")] if "too_few" in result.notes else []
        warned = "".join(f'<p class="warning">{escape(line)}</p>' for line in few)
        return f"<h2>{self.say('lead')}</h2>{_paragraphs(lines)}{warned}"

    def _overview(self) -> str:
        bars = [
            Bar(self._plain(theme), theme.size, self.tongue.count(theme.size))
            for theme in self.tops
        ]
        chart = bar_chart(f"sizes-{self.code}", self.say("chart"), bars)
        heads = ("theme", "texts", "different", "share", "interval", "stability")
        rows = [
            (
                f'<a href="#{self._id(theme)}">{self._name(theme)}</a>',
                self.tongue.count(theme.size),
                self.tongue.count(theme.distinct),
                self.tongue.share(theme.share),
                "–".join(self._bounds(theme)),
                self._mark(theme),
            )
            for theme in self.tops
        ]
        return (
            f"{self._wide('chart', chart)}{self._table('overview', heads, rows)}"
            if rows
            else ""
        )

    def _theme(self, theme: Theme) -> str:
        name = self._id(theme)
        low, high = self._bounds(theme)
        size = self.say(
            "size",
            size=theme.size,
            distinct=theme.distinct,
            share=self.tongue.share(theme.share),
            low=low,
            high=high,
        )
        lines = [size, self._steadiness(theme)]
        if theme.lineage.kind in self.tongue.words:
            lines.append(self.say(theme.lineage.kind))
        pieces = [
            f'<section id="{name}" aria-labelledby="{name}-h">',
            f'<h2 id="{name}-h">{self._name(theme)}</h2>',
            _paragraphs(lines),
            self._keywords(theme),
            self._quotes(theme),
            self._parts(theme),
            self._groups(theme),
            "</section>",
        ]
        return "\n".join(piece for piece in pieces if piece)

    def _keywords(self, theme: Theme) -> str:
        words = "".join(
            f'<li lang="{escape(word.language)}">{escape(word.term)}</li>'
            for word in theme.keywords
        )
        heading = self.say("keywords")
        return f'<h3>{heading}</h3><ul class="words">{words}</ul>' if words else ""

    def _quotes(self, theme: Theme) -> str:
        quotes = "".join(
            f'<blockquote lang="{escape(quote.language)}"><p>{escape(quote.text)}</p>'
            "</blockquote>"
            for quote in theme.quotes
        )
        return f"<h3>{self.say('quotes')}</h3>{quotes}" if quotes else ""

    def _parts(self, theme: Theme) -> str:
        rows = [
            (
                self._name(part),
                self.tongue.count(part.size),
                self.tongue.share(part.share),
                self._mark(part),
            )
            for part in self.result.themes
            if part.parent == theme.id
        ]
        heads = ("theme", "texts", "share", "stability")
        return self._table("parts", heads, rows) if rows else ""

    def _groups(self, theme: Theme) -> str:
        if not theme.groups:
            return ""
        figures = sorted(theme.groups.items())
        share = self.tongue.share
        spans = [
            Span(name, one.share, one.low, one.high, share(one.share))
            for name, one in figures
        ]
        chart = span_chart(
            f"{self._id(theme)}-groups", self.say("groups"), spans, theme.share
        )
        heads = ("group", "texts", "share", "interval", "against", "difference")
        rows = [
            (
                escape(name),
                self.tongue.count(one.count),
                share(one.share),
                f"{share(one.low)}–{share(one.high)}",
                self.say("times", value=self.tongue.number(one.lift, 1)),
                self._difference(one),
            )
            for name, one in figures
        ]
        return f"{self._wide('groups', chart)}{self._table('groups', heads, rows)}"

    def _difference(self, one: GroupFigure) -> str:
        if one.q >= SURE:
            return self.say("alike")
        return self.say("more" if one.log_odds > 0 else "less")

    def _how(self) -> str:
        names = ("how_themes", "how_interval", "how_stability", "how_groups")
        lines = [self.say(name) for name in names]
        seed = str(self.result.model.seed)
        lines.append(self.say("made", seed=seed, version=VERSION))
        return f"<footer><h2>{self.say('how')}</h2>{_paragraphs(lines)}</footer>"

    def _table(
        self, caption: str, heads: Iterable[str], rows: Iterable[Sequence[str]]
    ) -> str:
        """A table of ready cells, the first of each row being its heading."""
        top = "".join(f'<th scope="col">{self.say(head)}</th>' for head in heads)
        body = "".join(
            f'<tr><th scope="row">{first}</th>'
            + "".join(f"<td>{cell}</td>" for cell in rest)
            + "</tr>"
            for first, *rest in rows
        )
        table = (
            f"<table><caption>{self.say(caption)}</caption>"
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        )
        return self._wide(caption, table)

    def _wide(self, name: str, inside: str) -> str:
        """A named region that scrolls by itself where the page is narrow."""
        told = self.say(name)
        return (
            f'<div class="wide" role="region" tabindex="0" aria-label="{told}">'
            f"{inside}</div>"
        )

    def _id(self, theme: Theme) -> str:
        return f"{theme.id}-{self.code}"

    def _bounds(self, theme: Theme) -> tuple[str, str]:
        """Between what the share of a theme lies, with 95 % confidence."""
        corpus = self.result.corpus
        said = np.array([max(corpus.documents - corpus.blank, 1)], np.float64)
        low, high = wilson_interval(np.array([theme.share]), said)
        return self.tongue.share(float(low[0])), self.tongue.share(float(high[0]))

    def _label(self, theme: Theme) -> tuple[str, str]:
        """The name of a theme and its language: this one's if it has any."""
        codes = [self.code, *theme.label]
        named = ((code, theme.label.get(code)) for code in codes)
        return next(((code, name) for code, name in named if name), ("", theme.id))

    def _name(self, theme: Theme) -> str:
        code, name = self._label(theme)
        foreign = code and code != self.code
        words = escape(name)
        return f'<span lang="{escape(code)}">{words}</span>' if foreign else words

    def _plain(self, theme: Theme) -> str:
        return self._label(theme)[1]

    def _mark(self, theme: Theme) -> str:
        word = self.say(reading(theme.stability))
        if theme.stability is None:
            return word
        return f"{word} ({self.tongue.number(theme.stability)})"

    def _steadiness(self, theme: Theme) -> str:
        value = self.tongue.number(theme.stability or 0)
        return self.say(f"steady_{reading(theme.stability)}", value=value)


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)

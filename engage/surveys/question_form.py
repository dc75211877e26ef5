"""The form of one question: its words in both languages, its answers, its condition.

A plain form: the buttons that add, move and remove an answer send all that was typed
and get it back with the change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from engage.core.i18n import current_language
from engage.core.text import clean_text, shown_text
from engage.surveys.fields import Field, Label, said
from engage.surveys.question_words import field_labels
from engage.surveys.questions import Sent
from engage.surveys.questions.base import UNKNOWN, first
from engage.surveys.questions.outline import new_key
from engage.web.forms import EXPIRED
from engage.web.posted import Posted
from engage.web.security import is_genuine_request

LANGUAGES = ("en", "fr")
LONGEST = 2000
SEPARATOR = "|"
PARTS = {
    "single": ("choices",),
    "multiple": ("choices",),
    "ranking": ("choices",),
    "points": ("choices",),
    "matrix": ("rows", "choices"),
}
FIGURES: dict[str, dict[str, int | None]] = {
    "points": {"total": 100},
    "scale": {"low": 1, "high": 5},
    "number": {"least": 0, "most": None},
    "short_text": {"limit": 300},
    "long_text": {"limit": 2000},
}
OFFERS_UNKNOWN = frozenset({"single", "multiple", "matrix", "scale"})
CAN_BRANCH = frozenset({"single", "multiple", "scale"})
FLAGS = ("required", "unknown", "decimals")


@dataclass
class Line:
    """One answer or one row as it is typed; the key is empty until it is saved."""

    key: str = ""
    label: dict[str, str] = field(default_factory=dict)
    hint: dict[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not any(text.strip() for text in self.label.values())


class QuestionForm:
    """A question of one kind, filled from a draft or from what was sent."""

    def __init__(
        self,
        raw: Mapping[str, Any],
        earlier: Sequence[Mapping[str, Any]],
        posted: Posted | None = None,
    ) -> None:
        self.kind: str = raw["kind"]
        self.stored_key: str = raw.get("key", "")
        self.status = 200
        self.form_errors: list[str] = []
        self.faults: dict[str, str] = {}
        self.earlier = [item for item in earlier if item["kind"] in CAN_BRANCH]
        self.lines: dict[str, list[Line]] = {}
        self.texts: dict[str, str] = {}
        self.flags: set[str] = set()
        self.depends_on, self.any_of = "", list[str]()
        self.was_sent = posted is not None
        if posted is None:
            self._fill(raw)
        else:
            self._read(posted.values)
            for name in posted.broken:
                self.faults[name] = _(
                    "Take out the characters that cannot be shown, then send again."
                )

    def __iter__(self) -> Iterator[Field]:
        """Yield the fields that can be told off, in the order of the page."""
        names = ["key", *self.word_names, *self.figures, "depends_on"]
        yield from (self.field(name) for name in names)

    @property
    def errors(self) -> dict[str, str]:
        """The faults by field."""
        return self.faults | ({"": self.form_errors[0]} if self.form_errors else {})

    @property
    def word_names(self) -> list[str]:
        """The names of the texts in both languages."""
        names = ["title", "hint"]
        if self.kind == "scale":
            names += ["low_label", "high_label"]
        return [f"{name}_{code}" for name in names for code in LANGUAGES]

    @property
    def figures(self) -> dict[str, int | None]:
        """The numbers of this kind, with what they usually are."""
        return FIGURES.get(self.kind, {})

    @property
    def parts(self) -> tuple[str, ...]:
        """The lists of this kind: answers, rows or both."""
        return PARTS.get(self.kind, ())

    @property
    def offers_unknown(self) -> bool:
        """Whether this kind can offer "I don't know"."""
        return self.kind in OFFERS_UNKNOWN

    def field(self, name: str) -> Field:
        """Return a field as the page draws it."""
        made = Field(name, "text", Label(field_labels().get(name, name)))
        made.data = self.texts.get(name, "")
        if name.startswith(("title", "hint")):
            made.kind = "textarea"
        if name in self.figures:
            made.kind = "number"
        if name in FLAGS:
            made.kind, made.data = "checkbox", name in self.flags
        if name == "depends_on":
            made.kind, made.data = "select", self.depends_on
            language = current_language()
            asked = [(q["key"], said(q["title"], language)) for q in self.earlier]
            made.choices = [("", _("Always ask it")), *asked]
        if name in self.faults:
            made.errors = [self.faults[name]]
        return made

    def conditions(self, language: str) -> Field | None:
        """Return the answers on which the question may depend, or None."""
        asked = next((q for q in self.earlier if q["key"] == self.depends_on), None)
        if asked is None:
            return None
        if asked["kind"] == "scale":
            steps = range(asked.get("low", 1), asked.get("high", 5) + 1)
            choices = [(str(step), str(step)) for step in steps]
        else:
            choices = [
                (item["key"], said(item["label"], language))
                for item in asked.get("choices") or []
            ]
        if asked.get("unknown"):
            choices.append((UNKNOWN, _("I don't know")))
        title = Label(_("Ask it of people who answered"))
        return Field("any_of", "checkboxes", title, data=self.any_of, choices=choices)

    def change(self, button: str) -> None:
        """Do what a button of a list says: add, up, down or remove."""
        part, _dot, rest = button.partition(".")
        verb, _dot, number = rest.partition(".")
        lines = self.lines.get(part, [])
        at = int(number) if number.isascii() and number.isdigit() else -1
        if verb == "add":
            lines.append(Line())
        elif not 0 <= at < len(lines):
            return
        elif verb == "remove":
            del lines[at]
        else:
            other = at + (-1 if verb == "up" else 1)
            if 0 <= other < len(lines):
                lines[at], lines[other] = lines[other], lines[at]

    def judge(self, taken: set[str]) -> bool:
        """Return whether the question can be saved; gives new answers their keys."""
        if not is_genuine_request():
            self.form_errors.append(str(EXPIRED))
        if not (self.texts["title_en"] or self.texts["title_fr"]):
            self.faults["title_en"] = _("Write the question, in one language at least.")
        for name, text in self.texts.items():
            if len(text) > LONGEST:
                self.faults[name] = _(
                    "Shorten this text to %(limit)s characters.", limit=LONGEST
                )
        for name in self.figures:
            if self.texts[name] and self._figure(name) is None:
                self.faults[name] = _("Enter a whole number.")
        asked = self.conditions("en")
        offered = [str(key) for key, _label in asked.choices] if asked else []
        self.any_of = [key for key in self.any_of if key in offered]
        if self.depends_on and not self.any_of:
            self.faults["depends_on"] = _(
                "Choose the answers on which it depends: tick at least one."
            )
        self._name_all(taken)
        self.status = 422 if self.errors else 200
        return not self.errors

    def raw(self) -> dict[str, Any]:
        """Return the question as a definition holds it."""
        made: dict[str, Any] = {"key": self.stored_key, "kind": self.kind}
        for name in dict.fromkeys(name[:-3] for name in self.word_names):
            pair = {code: self.texts[f"{name}_{code}"] for code in LANGUAGES}
            if name == "title" or any(pair.values()):
                made[name] = pair
        made |= {name: True for name in FLAGS if name in self.flags}
        figures = {name: self._figure(name) for name in self.figures}
        made |= {name: value for name, value in figures.items() if value is not None}
        for part in self.parts:
            made[part] = [
                {"key": line.key, "label": line.label}
                | ({"hint": line.hint} if any(line.hint.values()) else {})
                for line in self.lines[part]
                if not line.is_blank
            ]
        if self.depends_on and self.any_of:
            made["show_if"] = {"question": self.depends_on, "any_of": self.any_of}
        return made

    def _figure(self, name: str) -> int | None:
        text = self.texts[name].replace(" ", "")
        digits = text.removeprefix("-")
        is_number = digits.isascii() and digits.isdigit() and len(digits) < 13
        return int(text) if is_number else None

    def _name_all(self, taken: set[str]) -> None:
        """Give the question and its new answers keys that no others have."""
        typed = self.texts.get("key", "").strip()
        if not self.stored_key:
            title = self.texts["title_en"] or self.texts["title_fr"]
            self.stored_key = typed or new_key(title, taken)
        for part, lines in self.lines.items():
            for line in lines:
                if not line.key and not line.is_blank:
                    known = {other.key for other in lines}
                    words = line.label["en"] or line.label["fr"]
                    line.key = new_key(words, known, part[:-1])

    def _fill(self, raw: Mapping[str, Any]) -> None:
        for name in self.word_names:
            self.texts[name] = (raw.get(name[:-3]) or {}).get(name[-2:], "")
        for name, usual in self.figures.items():
            value = raw.get(name, usual)
            self.texts[name] = "" if value is None else str(value)
        self.flags = {name for name in FLAGS if raw.get(name)}
        for part in self.parts:
            self.lines[part] = [
                Line(
                    item.get("key", ""),
                    _pair(item.get("label") or {}),
                    _pair(item.get("hint") or {}),
                )
                for item in raw.get(part) or []
            ] or [Line(), Line()]
        condition = raw.get("show_if") or {}
        self.depends_on = condition.get("question", "")
        self.any_of = [str(item) for item in condition.get("any_of", ())]

    def _read(self, sent: Sent) -> None:
        for name in ("key", *self.word_names, *self.figures):
            self.texts[name] = _clean(first(sent, name))
        self.flags = {name for name in FLAGS if first(sent, name)}
        for part in self.parts:
            self.lines[part] = list(_lines(sent, part))
        self.depends_on = first(sent, "depends_on")
        self.any_of = list(sent.get("any_of", ()))


def _lines(sent: Sent, part: str) -> Iterator[Line]:
    """Yield the lines of a list as they were sent, and those pasted below it."""
    keys, english, french = (
        sent.get(f"{part}_{name}", ()) for name in ("key", "en", "fr")
    )
    hints = [sent.get(f"{part}_hint_{code}", ()) for code in LANGUAGES]
    for at, (key, en, fr) in enumerate(zip(keys, english, french, strict=False)):
        kept = [_clean(hint[at]) if at < len(hint) else "" for hint in hints]
        label = {"en": _clean(en), "fr": _clean(fr)}
        yield Line(_clean(key), label, dict(zip(LANGUAGES, kept, strict=True)))
    for pasted in first(sent, f"{part}_more").splitlines():
        en, _bar, fr = pasted.partition(SEPARATOR)
        if en.strip() or fr.strip():
            yield Line("", {"en": _clean(en), "fr": _clean(fr)})


def _pair(words: Mapping[str, str]) -> dict[str, str]:
    return {code: words.get(code, "") for code in LANGUAGES}


def _clean(text: str) -> str:
    """Return a text as it is kept, without what no page can hold."""
    return clean_text(shown_text(text))

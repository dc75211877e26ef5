"""The components: what they write is safe, labelled and complete."""

import re
from pathlib import Path
from types import SimpleNamespace

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields.choices import SelectChoice

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
HTML = "{http://www.w3.org/1999/xhtml}"
NASTY = "<script>alert(1)</script>\" onmouseover='x'"
STEPS = [("1", "1"), ("2", "2"), ("unknown", "I don't know")]
ELEMENTS = [("intake", "Intake"), ("network", "Network"), ("funding", "Funding")]


class Scale(RadioField):
    kind = "scale"


class Ranking(SelectMultipleField):
    kind = "ranking"


class Answers(Form):
    words = TextAreaField(
        "What is missing?", [validators.Optional(), validators.Length(max=20)]
    )
    place = StringField("Your town", [validators.InputRequired("Write a town.")])
    role = RadioField(
        "Your role",
        [validators.InputRequired("Choose one.")],
        choices=[SelectChoice("seek", "Looking"), SelectChoice("hire", "Hiring")],
    )
    ease = Scale("How easy is it?", choices=[SelectChoice(*step) for step in STEPS])
    area = SelectField(
        "Your area", choices=[SelectChoice("", "Choose"), SelectChoice("peel", "Peel")]
    )
    order = Ranking("Rank these", choices=[SelectChoice(*step) for step in ELEMENTS])
    consent = BooleanField("I agree", [validators.InputRequired("Tick the box.")])


@pytest.fixture
def environment():
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_null_translations(newstyle=True)
    made.filters["number"] = str
    return made


@pytest.fixture
def render(environment):
    def rendered(source, **values):
        text = environment.from_string(source).render(lang="en", **values)
        return html5lib.parseFragment(text, treebuilder="etree")

    return rendered


FIELDS = """
{% from "components/field.html" import field %}
{% from "components/error_summary.html" import error_summary %}
{{ error_summary(form) }}
{% for f in form %}{{ field(f, low="hard", high="easy") }}{% endfor %}
"""


def controls(tree):
    return [e for tag in ("input", "select", "textarea") for e in tree.iter(HTML + tag)]


def test_every_control_has_a_label_and_an_id_of_its_own(render):
    tree = render(FIELDS, form=Answers())
    labelled = {label.get("for") for label in tree.iter(HTML + "label")}
    ids = [control.get("id") for control in controls(tree)]
    assert len(ids) == len(set(ids)) == 12
    assert set(ids) == labelled


def test_the_summary_links_to_a_control_that_exists(render):
    form = Answers(MultiDict())
    form.validate()
    tree = render(FIELDS, form=form)
    summary = tree.find(f".//{HTML}div[@role='alert']")
    targets = [a.get("href")[1:] for a in summary.iter(HTML + "a")]
    assert {"place", "role", "consent"} <= set(targets)
    assert set(targets) <= {control.get("id") for control in controls(tree)}
    assert summary.get("autofocus") is not None
    assert summary.get("tabindex") == "-1"


def test_an_error_is_tied_to_its_control(render):
    form = Answers(MultiDict())
    form.validate()
    tree = render(FIELDS, form=form)
    ids = {e.get("id") for e in tree.iter() if e.get("id")}
    town = next(c for c in controls(tree) if c.get("id") == "place")
    assert town.get("aria-invalid") == "true"
    described = {
        part for e in tree.iter() for part in (e.get("aria-describedby") or "").split()
    }
    assert "place-error" in described
    assert described <= ids


def test_what_was_typed_is_kept(render):
    typed = {
        "words": "line one\nline two",
        "place": "Sudbury",
        "role": "hire",
        "ease": "unknown",
        "area": "peel",
        "consent": "y",
    }
    ranked = [("order", "funding"), ("order", "intake")]
    tree = render(FIELDS, form=Answers(MultiDict([*typed.items(), *ranked])))
    by_id = {c.get("id"): c for c in controls(tree)}
    assert by_id["words"].text == typed["words"]
    assert by_id["place"].get("value") == "Sudbury"
    ticked = {
        (c.get("name"), c.get("value"))
        for c in controls(tree)
        if c.get("checked") is not None
    }
    assert ticked == {("role", "hire"), ("ease", "unknown"), ("consent", "y")}
    chosen = [
        (select.get("id"), option.get("value"))
        for select in tree.iter(HTML + "select")
        for option in select.iter(HTML + "option")
        if option.get("selected") is not None
    ]
    assert chosen == [
        ("area", "peel"),
        ("order", "funding"),
        ("order-2", "intake"),
    ]


def test_long_words_are_counted_and_never_cut_off(render):
    tree = render(FIELDS, form=Answers())
    words = tree.find(f".//{HTML}textarea")
    assert words.get("data-limit") == "20"
    assert words.get("maxlength") is None
    assert "words-count" in words.get("aria-describedby")


def test_optional_is_said_in_words(render):
    labels = {
        e.get("for"): "".join(e.itertext())
        for e in render(FIELDS, form=Answers()).iter(HTML + "label")
    }
    assert labels["words"].endswith("(optional)")
    assert labels["place"] == "Your town"


def test_rule_10_words_of_people_are_never_markup(render):
    form = Answers(MultiDict([("place", NASTY), ("words", NASTY), ("area", NASTY)]))
    form.validate()
    place = SimpleNamespace(slug="peel", name=NASTY)
    tree = render(
        '{% from "components/voice.html" import voice %}'
        '{% from "components/words.html" import keywords, tag, stat %}'
        + FIELDS
        + "{{ voice(words, 'en', place, words) }}{{ keywords([words], words) }}"
        "{{ tag(words) }}<ul>{{ stat(words, words) }}</ul>",
        form=form,
        words=NASTY,
        place=place,
    )
    assert list(tree.iter(HTML + "script")) == []
    assert not [e for e in tree.iter() if e.get("onmouseover")]


def test_a_voice_keeps_its_language_and_direction(render):
    tree = render(
        '{% from "components/voice.html" import voice %}'
        "{{ voice('Pas de bus.\n\nPas de travail.', 'fr') }}"
    )
    quote = tree.find(f".//{HTML}blockquote")
    assert quote.get("lang") == "fr"
    assert tree.find(f".//{HTML}span[@class='voice-language of-fr']") is not None
    assert [e.text for e in quote.iter(HTML + "bdi")] == [
        "Pas de bus.",
        "Pas de travail.",
    ]


def test_all_that_the_map_says_is_in_its_list(render):
    areas = [
        {"slug": "peel", "name": "Peel", "d": "M0 0h1v1z"},
        {"slug": "york", "name": "York", "d": "M2 0h1v1z"},
    ]
    tree = render(
        '{% from "components/map.html" import catchment_map with context %}'
        "{{ catchment_map(areas, values={'peel': '38%'}, levels={'peel': 3}) }}",
        areas=areas,
    )
    listed = ["".join(li.itertext()) for li in tree.iter(HTML + "li")]
    assert listed == ["Peel38%", "York"]
    links = {a.get("href") for a in tree.iter(HTML + "a")}
    assert links == {"/en/catchments/peel", "/en/catchments/york"}


def test_bars_stay_inside_their_frame(render):
    tree = render(
        '{% from "components/bar.html" import bar %}'
        "{{ bar(0.3, low=0.2, high=0.9, second=0.8, scale=0.5) }}"
    )
    drawn = [e for e in tree.iter() if e.tag.endswith("rect")]
    ends = [float(e.get("x", "0%")[:-1]) + float(e.get("width")[:-1]) for e in drawn]
    assert ends == [100, 60, 100]


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: str(p.relative_to(ROOT))
)
def test_rule_11_nothing_inline_in_templates(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", source)
    for opening in re.findall(r"<script\b[^>]*>", source):
        assert "src=" in opening or 'type="application/json"' in opening


def test_rule_10_only_our_own_drawings_are_marked_safe():
    marked = {
        path.name
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"\|\s*safe\b", path.read_text(encoding="utf-8"))
    }
    assert marked <= {"icon.html"}

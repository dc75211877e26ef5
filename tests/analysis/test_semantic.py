"""A further view of the texts: where it is asked for, and only there."""

import sys
import zlib

import numpy as np

from analysis import find_themes
from analysis.__main__ import main
from analysis.files import as_json

LEAN = frozenset({"stability"})


def spelling(texts):
    """A small view that needs no model: how often each run of three letters comes."""
    seen = np.zeros((len(texts), 256), np.float32)
    for row, text in enumerate(texts):
        for at in range(len(text) - 2):
            seen[row, zlib.crc32(text[at : at + 3].lower().encode()) % 256] += 1
    return seen


def test_the_view_takes_part_and_is_told(make_town):
    documents = make_town(90)
    asked = []

    def view(texts):
        asked.append(len(texts))
        return spelling(texts)

    result = find_themes(documents, themes=3, skip=LEAN, view=view)
    assert asked == [result.corpus.distinct]
    assert result.parameters == {"themes": 3, "semantic": True}
    again = find_themes(documents[::-1], themes=3, skip=LEAN, view=spelling)
    assert as_json(again) == as_json(result)


def test_a_view_that_knows_the_answer_changes_the_themes(make_town):
    documents = make_town(90)
    halves = {one.text: n % 2 for n, one in enumerate(documents)}

    def view(texts):
        return np.eye(2, dtype=np.float32)[[halves[text] for text in texts]] * 9

    plain = find_themes(documents, themes=2, skip=LEAN)
    seen = find_themes(documents, themes=2, skip=LEAN, view=view)
    assert as_json(plain)["themes"] != as_json(seen)["themes"]


def test_languages_the_view_does_not_speak_are_left_to_their_words(make_town):
    documents = make_town(0, 60)
    with_view = find_themes(documents, themes=3, skip=LEAN, view=spelling)
    without = find_themes(documents, themes=3, skip=LEAN)
    assert as_json(with_view)["themes"] == as_json(without)["themes"]


def test_without_the_package_or_the_model_a_plain_sentence(
    monkeypatch, tmp_path, capsys
):
    table = tmp_path / "said.csv"
    table.write_text("said\none bus\ntwo buses\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    ask = [str(table), "--text", "said", "--semantic", str(tmp_path)]
    assert main(ask) == 1
    assert "holds no sentence-transformers model." in capsys.readouterr().err
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    assert main(ask) == 1
    assert "needs the package sentence-transformers" in capsys.readouterr().err

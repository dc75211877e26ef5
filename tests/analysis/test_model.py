"""The file a run leaves: read back whole, refused when it is not one."""

import io
import json

import numpy as np
import pytest

from analysis import AnalysisError, Model, assign, find_themes


def test_a_model_comes_back_as_it_was(result, answers):
    texts = [answer.text for answer in answers[:9]]
    stored = result.model.to_bytes()
    assert Model.from_bytes(stored).to_bytes() == stored
    assert list(assign(stored, texts)) == list(assign(result.model, texts))


def test_what_is_published_tells_nobody_who_was_in_it(result, answers):
    bare = result.model.without_members()
    assert len(bare.keys) == 0
    assert len(bare.rows) == 0
    texts = [answer.text for answer in answers[:9]]
    assert list(assign(bare, texts)) == list(assign(result.model, texts))


def test_a_run_goes_on_from_a_model_without_members(result, answers):
    again = find_themes(
        answers, themes=3, previous=result.model.without_members(),
        skip=frozenset({"stability"}),
    )  # fmt: skip
    tops = {theme.id for theme in result.themes if theme.parent is None}
    assert tops & {theme.id for theme in again.themes}


def test_another_version_is_named(result):
    with np.load(io.BytesIO(result.model.to_bytes())) as stored:
        arrays = dict(stored)
    told = json.loads(arrays["told"].tobytes())
    told["version"] = "0"
    arrays["told"] = np.frombuffer(json.dumps(told).encode(), np.uint8)
    out = io.BytesIO()
    np.savez(out, **arrays)
    with pytest.raises(AnalysisError, match="made by another version"):
        Model.from_bytes(out.getvalue())


@pytest.mark.parametrize("wrong", [b"", b"PK", b"not a model at all"])
def test_what_is_no_model_is_one_plain_sentence(wrong):
    with pytest.raises(AnalysisError, match="is not a theme model"):
        Model.from_bytes(wrong)


def test_new_texts_are_told_one_by_one_and_in_slices(result):
    said = ["No bus on Sundays to Hearst", "n/a", "The daycare is full", "zzz qqq"]
    placed = assign(result.model, said, ["en"] * 4)
    assert [one.status for one in placed] == [
        "assigned", "blank", "assigned", "unassigned",
    ]  # fmt: skip
    assert placed[1:3] == [placed[1], placed[2]]
    assert placed[-1] == placed[3]
    assert [one.id for one in placed] == ["0", "1", "2", "3"]
    assert (
        sum(reason.weight for reason in placed[0].reasons) <= placed[0].strength + 1e-5
    )
    with pytest.raises(IndexError):
        placed[4]
    assert list(assign(result.model, [])) == []

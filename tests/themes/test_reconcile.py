"""What a run found, brought together with what people had decided."""

from collections.abc import Mapping, Sequence

from engage.core.i18n import Bilingual
from engage.themes.discovery import (
    Found,
    FoundPlace,
    FoundTheme,
    PastTheme,
    Plan,
    Standing,
    reconcile,
)


def found(
    themes: Mapping[str, Sequence[int]], parts: Mapping[str, str] | None = None
) -> Found:
    """Return a run; `parts` names the parent of those keys that are parts."""
    parents = parts or {}
    places: dict[int, dict[str, str]] = {}
    for key, members in themes.items():
        for item in members:
            kind = "part" if key in parents else "theme"
            places.setdefault(item, {})[kind] = key
    return Found(
        themes=[
            FoundTheme(key, parents.get(key), Bilingual(key), [], [], 0.8)
            for key in themes
        ],
        places=[
            FoundPlace(item, at.get("theme"), at.get("part"), strength=0.3)
            for item, at in places.items()
        ],
        version="1",
        seed=0,
        parameters={},
        corpus={},
        notes=[],
        inputs_hash="",
        model=b"",
    )


def past(key: str, members: Sequence[int], **facts: object) -> PastTheme:
    given: dict[str, object] = {"parent": None, **facts}
    return PastTheme(key=key, members=frozenset(members), **given)  # type: ignore[arg-type]


def members(plan: Plan) -> dict[str | None, set[int]]:
    told: dict[str | None, set[int]] = {}
    for place in plan.places:
        told.setdefault(place.theme, set()).add(place.contribution_id)
    return told


def test_a_first_run_is_written_as_it_was_found() -> None:
    plan = reconcile(found({"t-1": [1, 2], "t-2": [3]}), Standing())
    assert members(plan) == {"t-1": {1, 2}, "t-2": {3}}
    assert {heir.kind for heir in plan.heirs.values()} == {"new"}
    assert plan.keys == {"t-1": "t-1", "t-2": "t-2"}


def test_a_theme_keeps_its_key_when_its_texts_are_found_again() -> None:
    standing = Standing(themes=[past("t-old", [1, 2, 3])])
    plan = reconcile(found({"t-new": [1, 2, 3, 4]}), standing)
    assert list(plan.heirs) == ["t-old"]
    assert (plan.heirs["t-old"].kind, plan.heirs["t-old"].sources) == (
        "same",
        ("t-old",),
    )
    assert plan.keys == {"t-new": "t-old"}


def test_parts_are_traced_apart_and_follow_their_theme() -> None:
    standing = Standing(
        themes=[past("t-a", [1, 2, 3, 4]), past("t-b", [1, 2], parent="t-a")]
    )
    run = found({"x": [1, 2, 3, 4], "y": [1, 2], "z": [3, 4]}, {"y": "x", "z": "x"})
    plan = reconcile(run, standing)
    assert list(plan.heirs) == ["t-a", "t-b", "z"]
    assert {plan.heirs[key].theme.parent for key in ("t-b", "z")} == {"t-a"}
    assert {place.part for place in plan.places} == {"t-b", "z"}


def test_a_key_of_another_theme_is_never_taken() -> None:
    standing = Standing(themes=[past("t-1", [1, 2, 3])], retired=frozenset({"t-2"}))
    plan = reconcile(found({"t-1": [7, 8], "t-2": [9], "t-3": [1, 2, 3]}), standing)
    assert plan.keys == {"t-3": "t-1", "t-1": "t-1-2", "t-2": "t-2-2"}
    assert members(plan) == {"t-1": {1, 2, 3}, "t-1-2": {7, 8}, "t-2-2": {9}}


def test_a_merged_theme_that_fell_apart_is_put_together() -> None:
    merged = past("t-1", range(10), is_merged_into=True)
    run = found({"x": range(6), "y": range(6, 10), "z": [20, 21]})
    plan = reconcile(run, Standing(themes=[merged]))
    assert members(plan) == {"t-1": set(range(10)), "z": {20, 21}}
    assert list(plan.heirs) == ["t-1", "z"]
    assert plan.heirs["t-1"].theme.key == "x"


def test_a_theme_nobody_merged_may_fall_apart() -> None:
    run = found({"x": range(6), "y": range(6, 10)})
    plan = reconcile(run, Standing(themes=[past("t-1", range(10))]))
    assert list(plan.heirs) == ["t-1", "y"]
    assert plan.heirs["y"].kind == "split"


def test_pinned_texts_stay_and_keep_their_theme_alive() -> None:
    standing = Standing(
        themes=[past("t-1", [1, 2, 3, 4]), past("t-2", [9]), past("t-3", [30])],
        pinned={9: ("t-2", None)},
    )
    plan = reconcile(found({"x": [1, 2, 3, 4, 9]}), standing)
    assert members(plan) == {"t-1": {1, 2, 3, 4}, "t-2": {9}}
    assert (plan.kept, plan.faded) == ({"t-2"}, {"t-3"})
    pinned = next(place for place in plan.places if place.contribution_id == 9)
    assert (pinned.second, pinned.strength, pinned.reasons) == ("t-1", 1.0, [])


def test_a_text_pinned_where_it_belongs_keeps_its_reasons() -> None:
    standing = Standing(themes=[past("t-1", [1, 2])], pinned={1: ("t-1", None)})
    plan = reconcile(found({"x": [1, 2]}), standing)
    assert {place.strength for place in plan.places} == {0.3}


def test_excluded_texts_are_in_no_theme() -> None:
    run = found({"x": [1, 2, 3]})
    plan = reconcile(run, Standing(excluded=frozenset({2})))
    assert members(plan) == {"x": {1, 3}, None: {2}}

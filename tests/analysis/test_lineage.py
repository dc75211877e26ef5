"""Lineage: themes are traced by the texts they share."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.lineage import Lineage, LineageResult, match_themes


def texts(*numbers: int) -> frozenset[str]:
    """Name the texts of one or more ranges given as start, end, start, end…"""
    ranges = zip(numbers[::2], numbers[1::2], strict=True)
    return frozenset(f"r{n:04}" for start, end in ranges for n in range(start, end))


PREVIOUS = {
    "t-bus": texts(0, 100),
    "t-care": texts(100, 160),
    "t-jobs": texts(160, 200),
}


def test_unchanged_themes_keep_their_ids_whatever_their_order():
    result = match_themes(PREVIOUS, [PREVIOUS["t-jobs"], PREVIOUS["t-bus"]])
    assert result.lineages == (
        Lineage("same", ("t-jobs",), "t-jobs"),
        Lineage("same", ("t-bus",), "t-bus"),
    )
    assert result.faded == ("t-care",)


def test_new_and_withdrawn_texts_do_not_break_a_theme():
    grown = texts(0, 10, 1000, 3000)
    result = match_themes(PREVIOUS, [grown, texts(100, 160), texts(160, 200)])
    assert result.lineages[0] == Lineage("same", ("t-bus",), "t-bus")


def test_a_theme_of_new_texts_is_new():
    result = match_themes(PREVIOUS, [*PREVIOUS.values(), texts(500, 560)])
    assert result.lineages[3] == Lineage("new", (), None)
    assert result.faded == ()


def test_a_theme_of_crumbs_from_everywhere_is_new():
    crumbs = texts(0, 8, 100, 105, 160, 163)
    rest = [texts(8, 100), texts(105, 160), texts(163, 200)]
    result = match_themes(PREVIOUS, [*rest, crumbs])
    assert [lineage.kind for lineage in result.lineages] == ["same"] * 3 + ["new"]


def test_merged_themes_name_both_sources_and_keep_the_larger_id():
    result = match_themes(PREVIOUS, [texts(0, 160), texts(160, 200)])
    assert result.lineages[0] == Lineage("merged", ("t-bus", "t-care"), "t-bus")
    assert result.lineages[1].kind == "same"
    assert result.faded == ()


def test_a_split_theme_leaves_its_id_to_the_larger_part():
    result = match_themes(
        PREVIOUS, [texts(60, 100), texts(0, 60), texts(100, 160), texts(160, 200)]
    )
    assert result.lineages[0] == Lineage("split", ("t-bus",), None)
    assert result.lineages[1] == Lineage("split", ("t-bus",), "t-bus")


def test_a_part_that_moves_to_another_theme_is_merged_there_and_split_here():
    result = match_themes(PREVIOUS, [texts(40, 100), texts(0, 40, 100, 160)])
    assert result.lineages[0] == Lineage("same", ("t-bus",), "t-bus")
    assert result.lineages[1] == Lineage("same", ("t-care",), "t-care")
    moved = match_themes(PREVIOUS, [texts(60, 100), texts(0, 60, 100, 160)])
    assert moved.lineages[1] == Lineage("merged", ("t-bus", "t-care"), "t-care")
    assert moved.lineages[0] == Lineage("split", ("t-bus",), "t-bus")


def test_a_tiny_theme_swallowed_by_a_large_one_fades():
    previous = {"t-large": texts(0, 500), "t-tiny": texts(500, 510)}
    result = match_themes(previous, [texts(0, 510)])
    assert result == LineageResult(
        (Lineage("same", ("t-large",), "t-large"),), ("t-tiny",)
    )


def test_nothing_before_and_nothing_now():
    assert match_themes({}, []) == LineageResult((), ())
    assert match_themes({}, [texts(0, 9)]).lineages == (Lineage("new", (), None),)
    assert match_themes(PREVIOUS, []).faded == ("t-bus", "t-care", "t-jobs")
    assert match_themes({"t-a": frozenset()}, [frozenset()]).faded == ("t-a",)


def test_an_even_split_gives_the_id_to_the_part_with_the_first_text():
    parts = [texts(50, 100), texts(0, 50)]
    for current in (parts, parts[::-1]):
        result = match_themes({"t-bus": texts(0, 100)}, current)
        keeper = next(n for n, one in enumerate(result.lineages) if one.id == "t-bus")
        assert current[keeper] == texts(0, 50)


partitions = st.dictionaries(
    st.integers(0, 120).map(lambda n: f"r{n}"), st.integers(0, 6), max_size=120
)


def grouped(placed: dict[str, int]) -> list[frozenset[str]]:
    return [
        frozenset(text for text, theme in placed.items() if theme == number)
        for number in sorted(set(placed.values()))
    ]


@given(partitions, partitions, st.randoms(use_true_random=False))
def test_any_two_runs(before, after, random):
    previous = {f"t-{n}": members for n, members in enumerate(grouped(before))}
    current = grouped(after)
    result = match_themes(previous, current)
    ids = [lineage.id for lineage in result.lineages if lineage.id]
    named = {source for lineage in result.lineages for source in lineage.sources}
    assert len(ids) == len(set(ids))
    assert named | set(result.faded) == set(previous)
    assert named.isdisjoint(result.faded)
    for lineage in result.lineages:
        assert lineage.id is None or lineage.id in lineage.sources
        assert (lineage.kind == "new") == (not lineage.sources)
        assert (lineage.kind == "merged") == (len(lineage.sources) > 1)
        if lineage.kind == "same":
            assert lineage.id == lineage.sources[0]
    order = random.sample(range(len(current)), len(current))
    again = match_themes(previous, [current[place] for place in order])
    assert list(again.lineages) == [result.lineages[place] for place in order]

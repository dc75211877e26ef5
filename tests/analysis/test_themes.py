"""The whole run: what goes in comes out grouped, named, and always the same."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from analysis import (
    AnalysisError,
    Constraints,
    Document,
    Model,
    RunCancelled,
    TooFewTexts,
    assign,
    find_themes,
)
from analysis.files import as_json

QUICK = frozenset({"stability", "campaigns"})


def subject(name: str) -> str:
    return name.rsplit("-", 1)[1]


def purity(result, ids=None):
    """The share of documents that are with the usual subject of their theme."""
    of_theme = {}
    for one in result.assignments:
        if ids is None or one.id in ids:
            of_theme.setdefault(one.theme, Counter())[subject(one.id)] += 1
    right = sum(count.most_common(1)[0][1] for count in of_theme.values())
    return right / sum(count.total() for count in of_theme.values())


def tops(result):
    return [theme for theme in result.themes if theme.parent is None]


def test_subjects_become_themes(result):
    assert len(tops(result)) == 3
    assert purity(result) > 0.95
    words = {theme.label["en"].lower() for theme in tops(result)}
    assert any("bus" in label for label in words)
    assert any("daycare" in label or "child care" in label for label in words)
    assert all(theme.label["fr"] is None for theme in result.themes)


def test_themes_count_what_they_hold(result, answers):
    assert sum(theme.size for theme in tops(result)) + result.unassigned == 90
    assert sum(theme.share for theme in tops(result)) == pytest.approx(1.0, abs=1e-5)
    for theme in result.themes:
        assert theme.size == len(theme.members) == sum(theme.languages.values())
        assert 0 <= theme.stability <= 1
        assert len({quote.text for quote in theme.quotes}) == len(theme.quotes)
        assert theme.keywords[0].weight == 1.0
    parts = Counter(theme.parent for theme in result.themes if theme.parent)
    assert all(count > 1 for count in parts.values())


def test_well_parted_subjects_are_stable(result):
    assert min(theme.stability for theme in tops(result)) > 0.75


def test_each_part_lies_inside_its_theme(make_town):
    found = find_themes(make_town(240), themes=3, skip=QUICK)
    inside = {theme.id: set(theme.members) for theme in found.themes}
    parts = [theme for theme in found.themes if theme.parent]
    assert parts
    for part in parts:
        assert inside[part.id] <= inside[part.parent]


def test_order_and_workers_change_nothing(answers, result):
    shuffled = random.Random(4).sample(answers, len(answers))
    again = find_themes(shuffled, themes=3, workers=2)
    assert as_json(again) == as_json(result)
    assert again.model.to_bytes() == result.model.to_bytes()
    where = {one.id: one for one in result.assignments}
    assert all(one == where[one.id] for one in again.assignments)


def test_groups_are_compared(result):
    figures = tops(result)[0].groups
    assert set(figures) == {"north", "south"}
    assert 0 <= figures["north"].low <= figures["north"].share <= 1


def test_a_blank_answer_is_counted_not_themed(answers):
    blanks = [
        Document(f"b{i}-x", text, "en") for i, text in enumerate(["-", "N/A", ""])
    ]
    found = find_themes([*blanks, *answers], themes=3, skip=QUICK)
    assert found.corpus.blank == 3
    assert {one.status for one in found.assignments[:3]} == {"blank"}
    assert found.corpus.documents == 93
    assert sum(theme.size for theme in tops(found)) == 90


def test_every_reason_is_a_word_of_the_text(result, answers):
    texts = {document.id: document.text.lower() for document in answers}
    for one in result.assignments:
        assert one.reasons
        assert sum(reason.weight for reason in one.reasons) <= one.strength + 1e-5
        for reason in one.reasons:
            first = reason.term.lower().split()[0][:4]
            assert first in texts[one.id]


def test_the_second_theme_is_another_one(result):
    for one in result.assignments:
        assert one.second != one.theme


def test_rule_21_campaigns_count_once_among_different_texts(answers):
    letter = "Please keep the Kenora bus route open for workers on the {} shift."
    copies = [
        Document(f"c{i}-bus", letter.format(word), "en")
        for i, word in enumerate(("night", "night", "Night", "late night"))
    ]
    found = find_themes([*answers, *copies], themes=3, skip=frozenset({"stability"}))
    assert found.corpus.campaigns >= 1
    numbers = {one.campaign for one in found.assignments[90:]}
    assert len(numbers) == 1
    assert None not in numbers
    assert sum(theme.size for theme in tops(found)) == 94
    assert sum(theme.distinct for theme in tops(found)) == found.corpus.distinct < 94


def test_words_that_may_not_be_quoted_are_not(answers):
    silent = [replace(document, is_quotable=False) for document in answers]
    found = find_themes(silent, themes=3, skip=QUICK)
    assert all(theme.quotes == () for theme in found.themes)


def test_two_languages_share_themes(bilingual):
    assert len(tops(bilingual)) == 3
    assert purity(bilingual) > 0.9
    assert bilingual.corpus.crossing > 0.8
    for theme in tops(bilingual):
        assert theme.label["en"]
        assert theme.label["fr"]
        assert set(theme.languages) == {"en", "fr"}
    french = " ".join(theme.label["fr"].lower() for theme in tops(bilingual))
    assert "garderie" in french
    assert "bus" in french


def test_a_theme_of_one_language_stays_one(make_town):
    moose = [
        Document(
            f"fr-m{i}-moose",
            f"Les orignaux traversent le chemin {i % 7} près du lac {i % 5}, "
            f"il faut une clôture pour les orignaux{' encore' * (i % 3)}.",
            "fr",
        )
        for i in range(40)
    ]
    found = find_themes([*make_town(120, 80), *moose], themes=4, skip=QUICK)
    homes = Counter(
        one.theme for one in found.assignments if subject(one.id) == "moose"
    )
    home, most = homes.most_common(1)[0]
    assert most >= 36
    theme = next(theme for theme in found.themes if theme.id == home)
    assert theme.languages["fr"] >= 0.9 * theme.size
    assert theme.label["en"] is None


def test_any_language_works():
    texts = [
        *(f"Buss {i} kommer aldrig i tid till fabriken {i % 5}" for i in range(30)),
        *(f"Barnomsorgen {i} är för dyr för familjer {i % 5}" for i in range(30)),
    ]
    documents = [Document(str(i), text, "sv") for i, text in enumerate(texts)]
    found = find_themes(documents, themes=2, skip=QUICK)
    buses = {one.theme for one in found.assignments[:30]}
    others = {one.theme for one in found.assignments[30:]}
    assert len(buses) == len(others) == 1
    assert buses != others
    assert all(theme.label["sv"] for theme in tops(found))


@pytest.mark.parametrize("number", [0, 1])
def test_too_few_texts_is_a_plain_sentence(number, answers):
    with pytest.raises(TooFewTexts, match=r"^There .*\.$"):
        find_themes(answers[:number])


@pytest.mark.parametrize(
    "texts",
    [
        ["-", "n/a", "😀", " "],
        ["the and of", "it is the", "we are"],
        ["Same words here."] * 50,
        ["11", "22", "33"],
        [f"x{i}" for i in range(40)],
    ],
)
def test_nothing_in_common_is_a_plain_sentence(texts):
    documents = [Document(str(i), text, "en") for i, text in enumerate(texts)]
    with pytest.raises(TooFewTexts, match=r"^[A-Z].*\.$"):
        find_themes(documents)


@pytest.mark.parametrize("number", [2, 3, 7, 29])
def test_few_texts_give_a_result_that_says_so(number, answers):
    found = find_themes(answers[: number * 3 : 3][:number])
    assert found.notes == ("too_few",)
    assert len(found.assignments) == number


def test_one_enormous_text_changes_little(answers):
    found = find_themes(
        [*answers, Document("big-bus", "bus route " * 100_000, "en")],
        themes=3,
        skip=QUICK,
    )
    assert purity(found) > 0.9


def test_two_hundred_languages_of_noise():
    chance = random.Random(2)
    starts = (0x400, 0x590, 0x620, 0x905, 0xE01, 0x3041, 0x4E00, 0xAC00, 0x10A0)
    texts = [
        " ".join(
            "".join(chr(start + chance.randrange(12)) for _ in range(4))
            for _ in range(8)
            for start in [chance.choice(starts)]
        )
        for _ in range(200)
    ]
    found = find_themes([Document(str(i), text) for i, text in enumerate(texts)])
    assert len(found.assignments) == 200


def test_a_stopped_run_stops(answers):
    asked = iter([False, False, True])
    with pytest.raises(RunCancelled):
        find_themes(answers, cancelled=lambda: next(asked))


def test_progress_tells_each_stage(answers):
    heard = []
    find_themes(answers, progress=lambda stage, done: heard.append((stage, done)))
    stages = [stage for stage, _ in heard]
    assert list(dict.fromkeys(stages)) == [
        "words", "vectors", "clusters", "stability", "labels",
    ]  # fmt: skip
    assert all(0 <= done <= 1 for _, done in heard)


def test_new_texts_leave_old_ones_where_they_were(make_town):
    old, new = make_town(180), make_town(18, seed=9)
    first = find_themes(old, skip=QUICK)
    late = [replace(document, id=f"late-{document.id}") for document in new]
    second = find_themes([*old, *late], previous=first.model, skip=QUICK)
    before = {one.id: one.theme for one in first.assignments}
    after = {one.id: one.theme for one in second.assignments}
    kept = sum(after[name] == theme for name, theme in before.items())
    assert kept >= 0.9 * len(before)
    assert {theme.lineage.kind for theme in tops(second)} == {"same"}
    assert {theme.id for theme in tops(second)} == {theme.id for theme in tops(first)}


def test_a_model_may_come_as_bytes(answers, result):
    again = find_themes(answers, previous=result.model.to_bytes(), skip=QUICK)
    assert [theme.id for theme in tops(again)] == [theme.id for theme in tops(result)]


def test_another_number_of_themes_starts_afresh_and_says_what_merged(answers, result):
    fewer = find_themes(answers, themes=2, previous=result.model, skip=QUICK)
    assert len(tops(fewer)) == 2
    kinds = sorted(theme.lineage.kind for theme in tops(fewer))
    assert kinds in (["merged", "same"], ["same", "same"])


def test_a_theme_nobody_speaks_of_has_faded(answers, result):
    gone = [one for one in answers if subject(one.id) != "bus"]
    found = find_themes(gone, previous=result.model, skip=QUICK)
    bus = max(
        tops(result), key=lambda theme: sum("bus" in member for member in theme.members)
    )
    assert bus.id in found.faded
    assert len(tops(found)) >= 2


def test_texts_without_a_word_in_common_with_earlier_themes_begin_anew(
    make_town, result
):
    found = find_themes(make_town(0, 120), previous=result.model, skip=QUICK)
    assert len(tops(found)) == 3
    assert {theme.lineage.kind for theme in tops(found)} == {"new"}
    assert set(found.faded) == {theme.id for theme in tops(result)}


def test_what_people_decided_is_kept(answers, result):
    first, second, third = tops(result)
    moved = first.members[:3]
    pair = first.members[5], first.members[6]
    linked = frozenset({first.members[8], third.members[8]})
    decided = Constraints(
        together=(linked, frozenset({"nobody"})),
        apart=(pair, ("nobody", first.members[0])),
        pinned=dict.fromkeys((*moved, "nobody"), second.id),
        labels={second.id: {"en": "Named by Odile"}},
        excluded=frozenset({first.members[9]}),
    )
    found = find_themes(answers, previous=result.model, constraints=decided, skip=QUICK)
    home = {one.id: one for one in found.assignments}
    assert {home[name].theme for name in moved} == {second.id}
    assert home[pair[0]].theme != home[pair[1]].theme
    assert len({home[name].theme for name in linked}) == 1
    assert home[first.members[9]].status == "excluded"
    assert found.corpus.excluded == 1
    named = next(theme for theme in found.themes if theme.id == second.id)
    assert named.label["en"] == "Named by Odile"


def test_merged_themes_stay_merged(answers, result):
    first, second, third = tops(result)
    decided = Constraints(merged={third.id: second.id})
    found = find_themes(answers, previous=result.model, constraints=decided, skip=QUICK)
    assert {theme.id for theme in tops(found)} == {first.id, second.id}
    merged = next(theme for theme in found.themes if theme.id == second.id)
    assert merged.lineage.kind == "merged"
    assert set(merged.lineage.sources) == {second.id, third.id}


def test_texts_pinned_to_a_new_name_begin_a_theme(answers, result):
    chosen = tops(result)[0].members[:12]
    decided = Constraints(pinned=dict.fromkeys(chosen, "t-odile"))
    found = find_themes(answers, previous=result.model, constraints=decided, skip=QUICK)
    made = next(theme for theme in found.themes if theme.id == "t-odile")
    assert set(chosen) <= set(made.members)
    assert made.lineage.kind == "split"


def test_pins_name_a_theme_without_an_earlier_run(answers):
    chosen = [one.id for one in answers if subject(one.id) == "care"][:5]
    decided = Constraints(pinned=dict.fromkeys(chosen, "t-care"))
    found = find_themes(answers, themes=3, constraints=decided, skip=QUICK)
    care = next(theme for theme in found.themes if theme.id == "t-care")
    assert set(chosen) <= set(care.members)
    assert care.size > 20


def test_a_new_text_goes_where_its_words_are(result):
    bus = next(
        theme for theme in tops(result) if sum("bus" in m for m in theme.members) > 20
    )
    said = ["Is there a bus to the plant?", "n/a", "Zzyzx", "bus route cut"]
    placed = assign(result.model, said, ["en", "en", "en", None])
    assert [one.status for one in placed] == [
        "assigned", "blank", "unassigned", "assigned",
    ]  # fmt: skip
    assert placed[0].theme == placed[3].theme == bus.id
    assert placed[2].reasons == ()
    assert assign(result.model, []) == []
    assert (
        assign(result.model.to_bytes(), said, ["en", "en", "en", "en"])[:3]
        == (placed[:3])
    )


def test_bytes_that_are_no_model_are_refused():
    for data in (b"", b"nonsense", b"PK\x03\x04"):
        with pytest.raises(AnalysisError, match="not a theme model"):
            Model.from_bytes(data)


def test_answers_of_one_word_are_themes_too():
    words = ("transport", "housing", "wages") * 12
    found = find_themes(
        [Document(f"{i}-{word}", f"{word}{'!' * i}") for i, word in enumerate(words)],
        themes=3,
        skip=QUICK,
    )
    assert purity(found) == 1.0
    assert sorted(theme.size for theme in tops(found)) == [12, 12, 12]


@pytest.mark.parametrize(
    ("english", "french"),
    [(90, 0), (150, 0), (200, 0), (0, 300), (600, 0), (120, 120)],
)
def test_three_clear_subjects_are_three_themes_when_the_number_is_chosen(
    make_town, english, french
):
    found = find_themes(make_town(english, french), skip=QUICK)
    assert len(tops(found)) == 3
    assert purity(found) == 1.0
    assert found.unassigned == 0


def test_a_subject_of_one_language_stays_a_theme_of_its_own(make_town):
    texts = [
        document
        for document in make_town(120, 120)
        if not document.id.startswith("en") or not document.id.endswith("care")
    ]
    found = find_themes(texts, skip=QUICK)
    care = [
        theme
        for theme in tops(found)
        if all(subject(member) == "care" for member in theme.members)
    ]
    assert sum(theme.size for theme in care) >= 30
    assert all(theme.languages.keys() == {"fr"} for theme in care)
    assert all(theme.label["en"] is None for theme in care)

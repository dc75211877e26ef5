"""What people do to themes: it is kept, it survives the next run, it can be undone."""

import pytest
from flask import Flask
from sqlalchemy import delete, select

from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import Bilingual
from engage.people.models import User
from engage.themes import actions, queries
from engage.themes.models import Assignment, Stability, Theme
from tests.factories.contributions import a_consultation
from tests.factories.themes import largest, texts_of

ROADS = Bilingual("Roads and traffic", "Routes et circulation")


@pytest.fixture
def template(with_themes: str) -> str:
    return with_themes


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    del app
    return session().scalars(select(Consultation)).one()


def again(theme: Theme) -> Theme:
    session().rollback()
    session().expire_all()
    return session().get_one(Theme, theme.id)


def members(theme: Theme) -> set[int]:
    found = queries.list_places(theme.consultation_id)
    return {p.contribution_id for p in found if theme.id in (p.theme_id, p.subtheme_id)}


def a_part(consultation: Consultation) -> Theme:
    rows = queries.list_rows(consultation.id)
    return next(row for row in rows if len(row.parts) > 1).parts[0].theme


def all_loose(consultation: Consultation) -> list[queries.Placed]:
    _first, count = queries.list_loose(SYSTEM, consultation.id, 1)
    pages = range(1, count // queries.PAGE_SIZE + 2)
    return [
        item
        for page in pages
        for item in queries.list_loose(SYSTEM, consultation.id, page)[0]
    ]


def next_run(consultation: Consultation) -> None:
    actions.find_themes_now(consultation, by=SYSTEM)


def test_a_name_that_a_person_wrote_survives_the_next_run(
    consultation: Consultation, luc: User
) -> None:
    theme = largest(consultation)
    actions.rename_theme(
        theme,
        ROADS,
        description=Bilingual(" They wait\n too long. ", "On attend trop."),
        version=theme.version,
        by=luc.actor,
    )
    named = again(theme)
    assert (named.label, named.written) == (ROADS, ["en", "fr"])
    assert named.description.en == "They wait too long."
    next_run(consultation)
    assert again(theme).label == ROADS
    assert again(theme).is_active
    entry = (
        session()
        .scalars(select(AuditEntry).where(AuditEntry.action == "themes.theme.renamed"))
        .one()
    )
    assert (entry.actor_id, entry.subject_id) == (luc.id, theme.public_id)


def test_the_engine_may_go_on_naming_the_other_language(
    consultation: Consultation,
) -> None:
    theme = largest(consultation)
    own = theme.label.en
    actions.rename_theme(
        theme, Bilingual(own, "Routes"), version=theme.version, by=SYSTEM
    )
    assert again(theme).written == ["fr"]


def test_french_spaces_in_a_name_stay(consultation: Consultation) -> None:
    theme = largest(consultation)
    label = Bilingual("Rides", "Un «\u00a0lift\u00a0»\u202f: où?")
    actions.rename_theme(theme, label, version=theme.version, by=SYSTEM)
    assert again(theme).label == label


def test_the_same_name_again_is_no_edit(consultation: Consultation) -> None:
    theme = largest(consultation)
    same = actions.rename_theme(theme, theme.label, version=theme.version, by=SYSTEM)
    assert same.version == theme.version
    assert queries.list_edits(consultation.id) == []


def test_rule_24_an_edit_of_a_theme_that_changed_is_refused(
    consultation: Consultation,
) -> None:
    theme = largest(consultation)
    seen = theme.version
    actions.rename_theme(theme, ROADS, version=seen, by=SYSTEM)
    with pytest.raises(Conflict, match="in the meantime"):
        actions.rename_theme(theme, Bilingual("Buses", "Bus"), version=seen, by=SYSTEM)
    assert again(theme).label == ROADS


@pytest.mark.parametrize(
    ("label", "field"),
    [
        (Bilingual(" ", ""), "label_en"),
        (Bilingual("x" * 121, ""), "label_en"),
        (Bilingual("Bus", "Bus\x00"), "label_fr"),
    ],
)
def test_rule_30_a_name_that_cannot_be_kept_is_refused(
    consultation: Consultation, label: Bilingual, field: str
) -> None:
    theme = largest(consultation)
    with pytest.raises(Invalid) as refused:
        actions.rename_theme(theme, label, version=theme.version, by=SYSTEM)
    assert list(refused.value.fields) == [field]


def test_signing_off_needs_both_names_and_somebody_who_read(
    consultation: Consultation, odile: User
) -> None:
    theme = largest(consultation)
    with pytest.raises(Invalid, match="both languages"):
        actions.sign_off_theme(theme, version=theme.version, by=odile.actor)
    theme = actions.rename_theme(theme, ROADS, version=theme.version, by=SYSTEM)
    with transaction() as current:
        current.get_one(Theme, theme.id).stability = 0.5
    version = again(theme).version
    with pytest.raises(Invalid, match="Read its texts"):
        actions.sign_off_theme(theme, version=version, by=odile.actor)
    actions.sign_off_theme(theme, version=version, by=odile.actor, is_read=True)
    signed = again(theme)
    assert (signed.is_signed_off, signed.signed_off_by) == (True, "Odile")
    actions.rename_theme(theme, Bilingual("A", "B"), version=signed.version, by=SYSTEM)
    assert not again(theme).is_signed_off


def test_a_stable_theme_is_signed_off_without_more_ado(
    consultation: Consultation, odile: User
) -> None:
    theme = largest(consultation)
    theme = actions.rename_theme(theme, ROADS, version=theme.version, by=SYSTEM)
    with transaction() as current:
        current.get_one(Theme, theme.id).stability = 0.6
    version = again(theme).version
    actions.sign_off_theme(theme, version=version, by=odile.actor)
    assert again(theme).is_signed_off
    next_run(consultation)
    is_same = again(theme).lineage["kind"] == "same"
    assert again(theme).is_signed_off == is_same


@pytest.mark.parametrize(
    ("stability", "word"),
    [
        (None, Stability.UNKNOWN),
        (0.59, Stability.FRAGILE),
        (0.6, Stability.TENTATIVE),
        (0.75, Stability.ROBUST),
    ],
)
def test_stability_in_a_word(stability: float | None, word: Stability) -> None:
    assert Theme(stability=stability).steadiness is word


def test_merged_themes_stay_together_in_the_next_run(
    consultation: Consultation,
) -> None:
    one, other = largest(consultation), largest(consultation, 1)
    both = members(one) | members(other)
    parts = [part.theme.id for part in queries.list_rows(consultation.id)[1].parts]
    actions.merge_themes([other], one, versions=[other.version], by=SYSTEM)
    assert members(one) == both
    assert (again(other).state, again(other).merged_into_id) == ("merged", one.id)
    assert all(session().get_one(Theme, part).parent_id == one.id for part in parts)
    assert again(one).stability is None
    next_run(consultation)
    kept = members(again(one))
    assert len(kept & both) >= 0.8 * len(both)
    assert again(other).state == "merged"


def test_parts_merge_with_their_neighbours(consultation: Consultation) -> None:
    part = a_part(consultation)
    neighbours = [
        item
        for item in queries.list_themes(consultation.id)
        if item.parent_id == part.parent_id and item.id != part.id
    ]
    both = members(part) | members(neighbours[0])
    actions.merge_themes([part], neighbours[0], versions=[part.version], by=SYSTEM)
    assert members(neighbours[0]) == both


def test_what_cannot_be_merged(consultation: Consultation) -> None:
    theme, part = largest(consultation), a_part(consultation)
    elsewhere = a_consultation("elsewhere")
    find_themes_in_other = largest(_other(elsewhere))
    with pytest.raises(Invalid, match="another theme"):
        actions.merge_themes([theme], theme, versions=[theme.version], by=SYSTEM)
    with pytest.raises(Invalid, match="with its neighbours"):
        actions.merge_themes([part], theme, versions=[part.version], by=SYSTEM)
    with pytest.raises(NotFound):
        actions.merge_themes(
            [theme], find_themes_in_other, versions=[theme.version], by=SYSTEM
        )
    out = actions.exclude_theme(
        largest(consultation, 1), version=largest(consultation, 1).version, by=SYSTEM
    )
    with pytest.raises(Conflict):
        actions.merge_themes([theme], out, versions=[theme.version], by=SYSTEM)


def _other(consultation: Consultation) -> Consultation:
    with transaction() as current:
        current.add(Theme(consultation_id=consultation.id, key="t-other", label=ROADS))
    return consultation


def test_a_split_theme_keeps_its_texts_in_the_next_run(
    consultation: Consultation, luc: User
) -> None:
    theme = largest(consultation)
    texts = [
        item.contribution for item in queries.list_placed(luc.actor, theme, 1)[0][:4]
    ]
    made = actions.split_theme(
        theme,
        [text.public_id for text in texts],
        ROADS,
        version=theme.version,
        by=luc.actor,
    )
    chosen = {text.id for text in texts}
    assert members(made) == chosen
    assert not members(theme) & chosen
    next_run(consultation)
    assert chosen <= members(again(made))
    assert (again(made).label, again(made).is_active) == (ROADS, True)


def test_a_part_becomes_a_theme_of_its_own(consultation: Consultation) -> None:
    part = a_part(consultation)
    inside = members(part)
    actions.promote_part(part, version=part.version, by=SYSTEM)
    assert again(part).parent_id is None
    assert members(part) == inside
    with pytest.raises(Invalid):
        actions.promote_part(part, version=again(part).version, by=SYSTEM)
    next_run(consultation)
    assert inside <= members(again(part))


def test_moved_texts_stay_where_a_person_put_them(consultation: Consultation) -> None:
    theme, part = largest(consultation), a_part(consultation)
    if part.parent_id == theme.id:
        theme = largest(consultation, 1)
    texts = texts_of(theme)
    actions.move_contributions(
        texts, origin=theme, version=theme.version, to=part, by=SYSTEM
    )
    moved = {
        place.contribution_id: (place.theme_id, place.subtheme_id)
        for place in queries.list_places(consultation.id)
        if place.is_pinned
    }
    assert set(moved.values()) == {(part.parent_id, part.id)}
    assert len(moved) == len(texts)
    next_run(consultation)
    places = {p.contribution_id: p for p in queries.list_places(consultation.id)}
    assert {places[item].theme_id for item in moved} == {part.parent_id}
    assert all(places[item].is_pinned for item in moved)


def test_pinned_and_excluded_texts_stay_so(consultation: Consultation) -> None:
    theme = largest(consultation)
    first, second, *_rest = texts_of(theme, 6)
    actions.pin_contributions([first], origin=theme, version=theme.version, by=SYSTEM)
    version = again(theme).version
    actions.exclude_contributions([second], origin=theme, version=version, by=SYSTEM)
    next_run(consultation)
    by_id = {
        item.contribution.public_id: item
        for number in range(1, 13)
        for item in queries.list_placed(SYSTEM, again(theme), number)[0]
    }
    assert by_id[first].assignment.is_pinned
    excluded = [
        item.contribution.public_id
        for item in all_loose(consultation)
        if item.assignment.is_excluded
    ]
    assert excluded == [second]
    assert second not in {m.public_id for m in queries.unassigned(consultation.id)}


def test_a_theme_that_is_taken_out_stays_out(consultation: Consultation) -> None:
    theme = largest(consultation)
    actions.exclude_theme(theme, version=theme.version, by=SYSTEM)
    next_run(consultation)
    out = again(theme)
    assert out.state == "excluded"
    assert out.id in {item.id for item in queries.list_set_aside(consultation.id)}
    actions.restore_theme(out, version=out.version, by=SYSTEM)
    assert again(theme).is_active


def test_rule_2_texts_of_other_catchments_cannot_be_moved(
    consultation: Consultation, luc: User, theo: User
) -> None:
    theme, target = largest(consultation), largest(consultation, 1)
    of_theo = [
        item.contribution.public_id
        for item in queries.list_placed(theo.actor, theme, 1)[0]
    ]
    with pytest.raises(NotFound):
        actions.move_contributions(
            of_theo[:1], origin=theme, version=theme.version, to=target, by=luc.actor
        )
    with pytest.raises(NotFound):
        actions.pin_contributions(
            texts_of(target)[:1], origin=theme, version=theme.version, by=SYSTEM
        )
    with pytest.raises(Invalid, match="at least one"):
        actions.pin_contributions([], origin=theme, version=theme.version, by=SYSTEM)


def test_texts_do_not_move_to_another_consultation(consultation: Consultation) -> None:
    theme = largest(consultation)
    away = largest(_other(a_consultation("elsewhere")))
    with pytest.raises(NotFound):
        actions.move_contributions(
            texts_of(theme), origin=theme, version=theme.version, to=away, by=SYSTEM
        )


def test_everything_can_be_undone_step_by_step(
    consultation: Consultation, odile: User
) -> None:
    def state() -> object:
        session().rollback()
        session().expire_all()
        themes = [
            (t.id, t.label, t.state, t.parent_id, t.merged_into_id, t.is_signed_off)
            for t in queries.list_all_themes(consultation.id)
            if t.state != "faded"
        ]
        places = sorted(
            (p.contribution_id, p.theme_id, p.subtheme_id, p.is_pinned, p.is_excluded)
            for p in queries.list_places(consultation.id)
        )
        return themes, places

    states = [state()]
    theme, other, part = (
        largest(consultation),
        largest(consultation, 1),
        a_part(consultation),
    )
    by = odile.actor
    steps = [
        lambda: actions.rename_theme(theme, ROADS, version=theme.version, by=by),
        lambda: actions.sign_off_theme(
            theme, version=theme.version, by=by, is_read=True
        ),
        lambda: actions.move_contributions(
            texts_of(theme), origin=theme, version=theme.version, to=other, by=by
        ),
        lambda: actions.split_theme(
            other, texts_of(other), ROADS, version=other.version, by=by
        ),
        lambda: actions.promote_part(part, version=part.version, by=by),
        lambda: actions.exclude_contributions(
            texts_of(theme), origin=theme, version=theme.version, by=by
        ),
        lambda: actions.merge_themes([theme], other, versions=[theme.version], by=by),
        lambda: actions.exclude_theme(other, version=other.version, by=by),
    ]
    for step in steps:
        step()
        states.append(state())
    assert len({str(item) for item in states}) == len(states)
    for before in states[-2::-1]:
        last = queries.find_last_edit(consultation.id)
        assert last is not None
        actions.undo_edit(consultation, last.id, by=by)
        assert state() == before
    assert queries.find_last_edit(consultation.id) is None
    assert len(queries.list_edits(consultation.id)) == 2 * len(steps)


def test_an_undo_is_refused_when_it_is_not_the_newest_edit(
    consultation: Consultation,
) -> None:
    theme = largest(consultation)
    actions.rename_theme(theme, ROADS, version=theme.version, by=SYSTEM)
    first = queries.find_last_edit(consultation.id)
    assert first is not None
    actions.exclude_theme(theme, version=again(theme).version, by=SYSTEM)
    with pytest.raises(Conflict):
        actions.undo_edit(consultation, first.id, by=SYSTEM)


def test_a_run_closes_what_was_edited_before(consultation: Consultation) -> None:
    theme = largest(consultation)
    actions.rename_theme(theme, ROADS, version=theme.version, by=SYSTEM)
    next_run(consultation)
    assert queries.find_last_edit(consultation.id) is None


def test_rule_20_an_undo_brings_no_withdrawn_text_back(
    consultation: Consultation,
) -> None:
    theme, target = largest(consultation), largest(consultation, 1)
    before = members(theme)
    actions.move_contributions(
        texts_of(theme), origin=theme, version=theme.version, to=target, by=SYSTEM
    )
    moved = before - members(theme)
    gone = min(moved)
    with transaction() as current:
        here = Assignment.contribution_id == gone
        current.execute(delete(Assignment).where(here))
    last = queries.find_last_edit(consultation.id)
    assert last is not None
    actions.undo_edit(consultation, last.id, by=SYSTEM)
    assert members(theme) == before - {gone}


def test_a_merged_theme_cannot_be_edited(consultation: Consultation) -> None:
    one, other = largest(consultation), largest(consultation, 1)
    actions.merge_themes([other], one, versions=[other.version], by=SYSTEM)
    with pytest.raises(Conflict, match="no longer there"):
        actions.rename_theme(other, ROADS, version=again(other).version, by=SYSTEM)


def test_themes_that_were_never_found_cannot_be_edited(app: Flask) -> None:
    theme = largest(_other(a_consultation("elsewhere")))
    with pytest.raises(Conflict, match="not been found"):
        actions.exclude_theme(theme, version=theme.version, by=SYSTEM)


def test_history_holds_nobodys_words(consultation: Consultation) -> None:
    theme, target = largest(consultation), largest(consultation, 1)
    said = queries.list_placed(SYSTEM, theme, 1)[0][0].contribution
    actions.move_contributions(
        [said.public_id], origin=theme, version=theme.version, to=target, by=SYSTEM
    )
    edit = queries.list_edits(consultation.id)[0]
    assert said.text not in str(edit.before) + str(edit.after)
    assert set(edit.before["places"]) == {str(said.id)}

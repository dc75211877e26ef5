"""Calls to the engine, and what it answers in our records."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import structlog

from engage.core.errors import Invalid, Misconfigured
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.themes.discovery.reconcile import Standing
from engage.themes.discovery.records import Found, FoundPlace, FoundTheme, Source

if TYPE_CHECKING:
    from analysis import Assignment, Cluster, Constraints, Model, Result, Theme

log = structlog.get_logger("engage.themes")

Progress = Callable[[str, float], None]


def discover(
    sources: Sequence[Source],
    standing: Standing,
    *,
    previous: bytes | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    scheduler: str = "",
) -> Found:
    """Find themes in texts, going on from the run before and what people decided.

    `scheduler` is the address of a Dask cluster that shares the work, '' for none.

    Raises:
        Invalid: The texts are too few to find themes in.
        Misconfigured: The cluster cannot be used.
    """
    from analysis import Document, TooFewTexts, find_themes  # noqa: PLC0415 - heavy

    documents = [
        Document(
            str(source.contribution_id),
            source.text,
            language=source.language,
            group=source.catchment,
            is_quotable=source.is_quotable,
        )
        for source in sources
    ]
    try:
        with _hands(scheduler) as hands:
            result = find_themes(
                documents,
                seed=seed,
                previous=readable(previous),
                constraints=_constraints(standing),
                progress=progress,
                hands=hands,
            )
    except TooFewTexts as error:
        text = _("There are too few texts: at least two different ones are needed.")
        raise Invalid(text) from error
    return _found(result, sources, seed)


def _hands(scheduler: str) -> "AbstractContextManager[Cluster | None]":
    if not scheduler:
        return nullcontext()
    from analysis import AnalysisError, Cluster  # noqa: PLC0415 - heavy

    try:
        return Cluster(scheduler)
    except AnalysisError as error:
        log.warning("themes.cluster_refused", why=str(error))
        text = _("The cluster this site shares its work with cannot be used now.")
        raise Misconfigured(text) from error


def place_texts(model: bytes, sources: Sequence[Source]) -> list[FoundPlace]:
    """Place texts that came after a run in its themes.

    Raises:
        Invalid: The model was made by another version of the engine.
    """
    from analysis import assign  # noqa: PLC0415 - heavy

    known = readable(model)
    if known is None:
        raise Invalid(_("These themes were found by another version. Find them again."))
    texts = [source.text for source in sources]
    languages = [source.language for source in sources]
    places = assign(known, texts, languages)
    return [
        _place(place, source.contribution_id)
        for place, source in zip(places, sources, strict=True)
    ]


def rename_themes(model: bytes, keys: Mapping[str, str]) -> bytes:
    """Return a model in which the themes have our keys."""
    from analysis import Model  # noqa: PLC0415 - heavy

    read = Model.from_bytes(model)
    return replace(read, ids=tuple(keys.get(key, key) for key in read.ids)).to_bytes()


def inputs_hash(sources: Sequence[Source]) -> str:
    """Return the SHA-256 of exactly what was read, whatever its order."""
    lines = sorted(
        json.dumps([s.public_id, s.language, s.catchment, s.text], ensure_ascii=False)
        for s in sources
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def readable(model: bytes | None) -> "Model | None":
    """Return a model as this version reads it, or None where it cannot."""
    from analysis import AnalysisError, Model  # noqa: PLC0415 - heavy

    try:
        return Model.from_bytes(model) if model is not None else None
    except AnalysisError:
        return None


def _constraints(standing: Standing) -> "Constraints":
    from analysis import Constraints  # noqa: PLC0415 - heavy

    together = (theme.members for theme in standing.themes if theme.is_merged_into)
    return Constraints(
        together=tuple(frozenset(map(str, members)) for members in together),
        pinned={str(text): at[1] or at[0] for text, at in standing.pinned.items()},
        labels={theme.key: theme.labels for theme in standing.themes if theme.labels},
        excluded=frozenset(map(str, standing.excluded)),
    )


def _found(result: "Result", sources: Sequence[Source], seed: int) -> Found:
    from analysis.documents import VERSION  # noqa: PLC0415 - heavy

    return Found(
        themes=[_theme(theme) for theme in result.themes],
        places=_places(result, sources),
        version=VERSION,
        seed=seed,
        parameters=dict(result.parameters),
        corpus={**asdict(result.corpus), "unassigned": result.unassigned},
        notes=list(result.notes),
        inputs_hash=inputs_hash(sources),
        model=result.model.to_bytes(),
    )


def _places(result: "Result", sources: Sequence[Source]) -> list[FoundPlace]:
    names: dict[int, str] = {}
    places = []
    for place, source in zip(result.assignments, sources, strict=True):
        mark = None
        if place.campaign is not None:
            mark = names.setdefault(place.campaign, source.public_id)
        places.append(_place(place, source.contribution_id, mark))
    return places


def _theme(theme: "Theme") -> FoundTheme:
    return FoundTheme(
        key=theme.id,
        parent=theme.parent,
        label=Bilingual(theme.label.get("en") or "", theme.label.get("fr") or ""),
        keywords=[asdict(word) for word in theme.keywords],
        quotes=[int(quote.id) for quote in theme.quotes],
        stability=theme.stability,
    )


def _place(
    place: "Assignment", contribution_id: int, campaign: str | None = None
) -> FoundPlace:
    return FoundPlace(
        contribution_id=contribution_id,
        theme=place.theme,
        part=place.subtheme,
        second=place.second,
        strength=place.strength,
        reasons=[[reason.term, reason.weight] for reason in place.reasons],
        campaign=campaign,
        is_blank=place.status == "blank",
    )

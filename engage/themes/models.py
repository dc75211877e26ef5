"""A run of the theme engine, its themes, where each text went, and what people decided.

A theme keeps its row from run to run for as long as the engine finds it again. Where a
text is now is one row; the next run replaces it, so nothing outlives its text. How many
people speak of a theme is never stored: it is counted from where the texts are.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from engage.core.db import Base
from engage.core.i18n import LANGUAGES, Bilingual, BilingualText
from engage.core.tokens import new_public_id

ROBUST = 0.75
TENTATIVE = 0.6


class Stability(StrEnum):
    """How surely a theme would be found again in a resample (Hennig 2007)."""

    ROBUST = "robust"
    TENTATIVE = "tentative"
    FRAGILE = "fragile"
    UNKNOWN = "unknown"


class ThemeRun(Base):
    """One finished run over the approved texts of a consultation.

    `job` is the public id of the job that made it and is unique, so that a job which
    runs twice leaves one run. `model` is the engine's file (no pickle); only the newest
    run of a consultation keeps it. `inputs_hash` names exactly what was read.
    """

    __tablename__ = "theme_run"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    job: Mapped[str] = mapped_column(String(20), unique=True)
    engine_version: Mapped[str] = mapped_column(String(20))
    seed: Mapped[int] = mapped_column(default=0)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    corpus: Mapped[dict[str, Any]] = mapped_column(JSON)
    notes: Mapped[list[str]] = mapped_column(JSON)
    inputs_hash: Mapped[str] = mapped_column(String(64))
    made_on: Mapped[date]
    made_at: Mapped[datetime]
    model: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


class Theme(Base):
    """What many people speak of, or a part of it where `parent_id` is set.

    `key` is the engine's name for it, the same from run to run. `written` lists the
    languages in which a person wrote the label: a run never overwrites those.
    `quotes` are ids of contributions that show it well, the most telling first.
    """

    __tablename__ = "theme"
    __table_args__ = (
        UniqueConstraint("consultation_id", "key"),
        CheckConstraint(
            "state IN ('active', 'merged', 'faded', 'excluded')", name="state"
        ),
        CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"
        ),
        Index("ix_theme_consultation_id_state", "consultation_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(20), unique=True, default=new_public_id
    )
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    key: Mapped[str] = mapped_column(String(40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    label: Mapped[Bilingual] = mapped_column(BilingualText, default=Bilingual)
    written: Mapped[list[str]] = mapped_column(JSON, default=list)
    description: Mapped[Bilingual] = mapped_column(BilingualText, default=Bilingual)
    keywords: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    quotes: Mapped[list[int]] = mapped_column(JSON, default=list)
    stability: Mapped[float | None]
    lineage: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="active")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    signed_off_by: Mapped[str] = mapped_column(String(120), default="")
    signed_off_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_active(self) -> bool:
        """Whether it is one of the themes of now."""
        return self.state == "active"

    @property
    def is_signed_off(self) -> bool:
        """Whether a person vouches for it."""
        return self.signed_off_at is not None

    @property
    def steadiness(self) -> Stability:
        """How sure it is, in a word."""
        if self.stability is None:
            return Stability.UNKNOWN
        if self.stability >= ROBUST:
            return Stability.ROBUST
        return Stability.TENTATIVE if self.is_steady_enough else Stability.FRAGILE

    @property
    def is_steady_enough(self) -> bool:
        """Whether it was measured and would be found again often enough to publish."""
        return self.stability is not None and self.stability >= TENTATIVE

    @property
    def languages_missing(self) -> list[str]:
        """The languages in which it has no label yet."""
        return [code for code in LANGUAGES if not getattr(self.label, code).strip()]

    def keywords_in(self, language: str) -> list[str]:
        """Return its words in a language, or all where that language has none."""
        own = [word["term"] for word in self.keywords if word["language"] == language]
        return own or [word["term"] for word in self.keywords]


class Assignment(Base):
    """Where one contribution is now, how firmly, and which words put it there.

    No theme means that the engine left it out, or a person did (`is_excluded`).
    `is_pinned` says that a person chose the theme; `is_late` that the text came after
    the run and was placed on its own.
    """

    __tablename__ = "theme_assignment"
    __table_args__ = (
        CheckConstraint(
            "NOT (is_excluded AND theme_id IS NOT NULL)", name="excluded_has_no_theme"
        ),
        Index("ix_theme_assignment_theme_id", "theme_id"),
        Index("ix_theme_assignment_subtheme_id", "subtheme_id"),
        Index("ix_theme_assignment_run_id", "run_id"),
    )

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id"), primary_key=True, autoincrement=False
    )
    run_id: Mapped[int] = mapped_column(ForeignKey("theme_run.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    subtheme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    second_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    strength: Mapped[float] = mapped_column(default=0.0)
    reasons: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    is_blank: Mapped[bool] = mapped_column(default=False)
    is_pinned: Mapped[bool] = mapped_column(default=False)
    is_excluded: Mapped[bool] = mapped_column(default=False)
    is_late: Mapped[bool] = mapped_column(default=False)


class ThemeEdit(Base):
    """One thing a person did to themes: append-only, with what was and what became.

    `before` and `after` hold ids and labels, never anybody's words. An undo is an edit
    of its own; `undoes_id` is unique, so nothing is undone twice.
    """

    __tablename__ = "theme_edit"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id"), index=True
    )
    run_id: Mapped[int] = mapped_column(ForeignKey("theme_run.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    kind: Mapped[str] = mapped_column(String(20))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    undoes_id: Mapped[int | None] = mapped_column(
        ForeignKey("theme_edit.id"), unique=True
    )
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime]

"""A catchment: one of the 15 areas that a service system manager answers for."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base
from engage.core.i18n import Bilingual, BilingualText


class Catchment(Base):
    """One of the 15 areas. Facts about its people and places ship as data files."""

    __tablename__ = "catchment"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Bilingual] = mapped_column(BilingualText)
    ssm_name: Mapped[Bilingual] = mapped_column(BilingualText)

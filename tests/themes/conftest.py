"""A database in which themes were found once, for all tests that begin there."""

from collections.abc import Iterator

import pytest

from tests.conftest import prepared_database
from tests.factories.contributions import a_consultation
from tests.factories.themes import find_themes_in


@pytest.fixture(scope="session")
def with_themes(
    tmp_path_factory: pytest.TempPathFactory, loaded_database: str
) -> Iterator[str]:
    """A database with a consultation, its texts, and the themes found in them."""
    folder = tmp_path_factory.mktemp("themes")
    with prepared_database(
        folder, lambda: find_themes_in(a_consultation()), loaded_database
    ) as url:
        yield url

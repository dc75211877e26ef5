"""What the tests share: a real database, a frozen clock, people with names."""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from argon2 import PasswordHasher
from flask import Flask, current_app
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from sqlalchemy import select
from werkzeug.test import TestResponse

from engage.app import create_app
from engage.catchments.actions import load_catchments
from engage.consultations.models import Consultation
from engage.consultations.queries import find_consultation
from engage.core import clock
from engage.core.actors import SYSTEM, Role
from engage.core.config import Settings
from engage.core.db import db, session
from engage.people.actions import create_user, passwords
from engage.people.models import User
from engage.reports.actions import press_of, publish_edition
from engage.reports.models import Edition
from tests.compiled import share_compiled
from tests.database import fresh_database, make_tables, require_server
from tests.draws import draw_as
from tests.factories.reports import reportable
from tests.pages import Browser

NOON = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
PASSWORD = "a long enough password"

# How long an example takes tells of the machine, not of the code; and a test that finds
# a fault finds it each time.
hypothesis_settings.register_profile("house", deadline=None, derandomize=True)
hypothesis_settings.load_profile("house")
share_compiled()


def pytest_collection_finish() -> None:
    """Spare the collector what is loaded by now: that took a fifth of a run."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


class Visitor(FlaskClient):
    """A client whose requests share nothing with the test: no `g`, no session.

    The test itself holds an application context, so that it can ask and act; Flask
    would use that one for every request, and who signed in first would stay signed in.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()
        db.session.expire_all()
        return Context().run(super().open, *args, **kwargs)


def settings_for(folder: Path, url: str) -> Settings:
    """Return the settings of a test run with its own folder and database."""
    return Settings(
        environment="test",
        data_dir=folder,
        database_url=url,
        secret_key="test-key-that-is-long-enough-0123456789",
        test_clock=NOON,
        mail_url=f"file://{folder}/mail",
        postal_address="ONESTEP, 1 Example Street, Toronto, Ontario",
    )


def forget_database(app: Flask) -> None:
    """Close an application's database, and let nothing hold on to both of them.

    An engine knows its application, which is kept as long as the engine is: thousands
    of them in one process would fill its memory.
    """
    db.session.remove()
    db.engine.dispose()
    db._app_engines.pop(app)


@contextmanager
def prepared_database(
    folder: Path, prepare: Callable[[], object], template: str = ""
) -> Iterator[str]:
    """Give a database that was prepared once, to be copied by each test."""
    with fresh_database(folder, template) as url:
        app = create_app(settings_for(folder, url))
        with app.app_context():
            draw_as(prepare.__qualname__)
            prepare()
            forget_database(app)
        clock.freeze(None)
        yield url


@pytest.fixture(scope="session")
def loaded_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with all tables and the catchments."""

    def load() -> None:
        make_tables()
        load_catchments(by=SYSTEM)

    require_server()
    with prepared_database(tmp_path_factory.mktemp("template"), load) as url:
        yield url


class Prepared(NamedTuple):
    """A database to start from, and the data folder that belongs to it."""

    url: str
    folder: Path


@pytest.fixture(scope="session")
def with_edition(
    tmp_path_factory: pytest.TempPathFactory, loaded_database: str
) -> Iterator[Prepared]:
    """An installation in which an edition of the consultation `needs` is published."""
    folder = tmp_path_factory.mktemp("edition")

    def publish() -> None:
        press = press_of(current_app.config["SETTINGS"])
        publish_edition(reportable(), press, by=SYSTEM)

    with prepared_database(folder, publish, loaded_database) as url:
        yield Prepared(url, folder)


@pytest.fixture
def template(request: pytest.FixtureRequest, loaded_database: str) -> str:
    """Give the database that a test starts from; a module may have its own."""
    if "with_edition" not in request.fixturenames:
        return loaded_database
    prepared: Prepared = request.getfixturevalue("with_edition")
    return prepared.url


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Hash passwords with the least work: their strength is not what tests are for."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def _draws(request: pytest.FixtureRequest) -> None:
    draw_as(request.node.nodeid)


@pytest.fixture
def settings(tmp_path: Path, template: str) -> Iterator[Settings]:
    with fresh_database(tmp_path, template) as url:
        yield settings_for(tmp_path, url)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.test_client_class = Visitor
    with app.app_context():
        yield app
        forget_database(app)
    clock.freeze(None)


@pytest.fixture
def needs(app: Flask) -> Consultation:
    """A consultation to report on; it was, where the test asks for an edition too."""
    return find_consultation("needs") or reportable()


@pytest.fixture
def edition(needs: Consultation, settings: Settings, with_edition: Prepared) -> Edition:
    """The first edition of the consultation, with its files."""
    editions = "editions"
    shutil.copytree(with_edition.folder / editions, settings.data_dir / editions)
    return session().scalars(select(Edition)).one()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """An anonymous person's browser; each page it opens is checked."""
    return Browser(app.test_client())


@pytest.fixture
def amina(browser: Browser) -> Browser:
    """Amina takes part: no account, a phone, French first."""
    return browser


def _user(email: str, role: Role, catchments: tuple[str, ...] = ()) -> User:
    name = email.split("@", maxsplit=1)[0].capitalize()
    return create_user(
        email,
        role=role,
        password=PASSWORD,
        catchments=catchments,
        name=name,
        by=SYSTEM,
    )


@pytest.fixture
def luc(app: Flask) -> User:
    """Luc facilitates in Northeast."""
    return _user("luc@example.org", Role.FACILITATOR, ("northeast",))


@pytest.fixture
def theo(app: Flask) -> User:
    """Theo facilitates elsewhere: in Toronto."""
    return _user("theo@example.org", Role.FACILITATOR, ("toronto",))


@pytest.fixture
def odile(app: Flask) -> User:
    """Odile publishes."""
    return _user("odile@example.org", Role.PUBLISHER)


@pytest.fixture
def ada(app: Flask) -> User:
    """Ada administers."""
    return _user("ada@example.org", Role.ADMIN)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], Browser]:
    """Return a browser in which somebody of the staff is signed in."""

    def begin(user: User) -> Browser:
        browser = Browser(app.test_client())
        browser.open("/en/sign-in")
        browser.submit(email=user.email, password=PASSWORD)
        return browser

    return begin

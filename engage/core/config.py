"""Settings, read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from engage.core.errors import Misconfigured

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(__file__).resolve().parents[1]
ENVIRONMENTS = ("production", "development", "test")
SAMPLE_KEYS = frozenset({"change-me", "changeme", "secret", "dev", "development"})
SHORTEST_KEY = 32
WEB = ("https://", "http://")
POST = ("smtp://", "smtps://", "file:///")
QUEUES = (
    "sqlite:///",
    "redis://",
    "rediss://",
    "postgresql://",
    "postgresql+psycopg://",
)
FAILURES = ("exit", "raise", "pause:")


@dataclass(frozen=True)
class Settings:
    """Everything an installation can set (interfaces: settings)."""

    environment: str
    data_dir: Path
    database_url: str
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = 0
    queue_url: str = ""
    dask_scheduler: str = ""
    mail_url: str = ""
    mail_from: str = "engage@localhost"
    postal_address: str = ""
    test_clock: datetime | None = None
    failpoints: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def is_production(self) -> bool:
        """Whether the strict rules hold."""
        return self.environment == "production"

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site by https."""
        return self.base_url.startswith("https://")

    @property
    def sends_mail(self) -> bool:
        """Whether letters can be sent."""
        return bool(self.mail_url)

    @property
    def sends_news(self) -> bool:
        """Whether people can subscribe: the law asks for a postal address (CASL)."""
        return self.sends_mail and bool(self.postal_address)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")


def templates_folder() -> Path:
    """Return where the templates are, in a checkout or in an installed wheel."""
    inside = PACKAGE / "_templates"
    return inside if inside.is_dir() else ROOT / "templates"


def static_folder() -> Path:
    """Return where the static files are, in a checkout or in an installed wheel."""
    inside = PACKAGE / "_static"
    return inside if inside.is_dir() else ROOT / "static"


def _from_file() -> dict[str, str]:
    return {k: v or "" for k, v in dotenv_values(ROOT / ".env").items()}


def serve_at(address: str) -> None:
    """Say under which address this process serves, where nobody has set another."""
    if "ENGAGE_BASE_URL" not in _from_file():
        os.environ.setdefault("ENGAGE_BASE_URL", address)


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment and a `.env` file in the project.

    Raises:
        Misconfigured: A value cannot be used, or production lacks a good secret key.
    """
    if environ is None:
        environ = {**_from_file(), **os.environ}
    environment = environ.get("ENGAGE_ENV", "development")
    if environment not in ENVIRONMENTS:
        raise Misconfigured(f"ENGAGE_ENV is one of {', '.join(ENVIRONMENTS)}.")
    data_dir = _absolute(environ.get("ENGAGE_DATA_DIR") or "instance")
    test_clock, failpoints, warnings = _test_hooks(environment, environ)
    return Settings(
        environment=environment,
        data_dir=data_dir,
        database_url=_database_url(environ.get("ENGAGE_DATABASE_URL", ""), data_dir),
        secret_key=_secret_key(environment, environ, data_dir),
        base_url=_base_url(environ),
        trusted_proxies=_whole_number(environ, "ENGAGE_TRUSTED_PROXIES"),
        queue_url=_beginning_with(QUEUES, environ, "ENGAGE_QUEUE_URL"),
        dask_scheduler=environ.get("ENGAGE_DASK_SCHEDULER", ""),
        mail_url=_beginning_with(POST, environ, "ENGAGE_MAIL_URL"),
        mail_from=_mail_from(environ),
        postal_address=environ.get("ENGAGE_POSTAL_ADDRESS", "").strip(),
        test_clock=test_clock,
        failpoints=failpoints,
        limits=_limits(environ),
        warnings=warnings,
    )


def _base_url(environ: Mapping[str, str]) -> str:
    url = _beginning_with(WEB, environ, "ENGAGE_BASE_URL") or "http://127.0.0.1:8000"
    if not urlsplit(url).hostname:
        raise Misconfigured("ENGAGE_BASE_URL names a host: https://engage.example.org.")
    return url.rstrip("/")


def _beginning_with(
    ways: tuple[str, ...], environ: Mapping[str, str], name: str
) -> str:
    value = environ.get(name, "").strip()
    if value and not value.startswith(ways):
        raise Misconfigured(f"{name} begins with one of {', '.join(ways)}.")
    return value


def _mail_from(environ: Mapping[str, str]) -> str:
    host = urlsplit(environ.get("ENGAGE_BASE_URL", "")).hostname or "localhost"
    given = environ.get("ENGAGE_MAIL_FROM", "").strip() or f"engage@{host}"
    _name, address = parseaddr(given)
    if "@" not in address[1:-1] or not given.isprintable():
        raise Misconfigured("ENGAGE_MAIL_FROM is an e-mail address, or Name <address>.")
    return given


def _absolute(path: str) -> Path:
    return Path(path) if Path(path).is_absolute() else (ROOT / path).resolve()


def _database_url(url: str, data_dir: Path) -> str:
    if not url:
        return f"sqlite:///{data_dir / 'engage.sqlite'}"
    if url.startswith("sqlite:///"):
        return f"sqlite:///{_absolute(url.removeprefix('sqlite:///'))}"
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    if url.startswith("postgresql+psycopg://"):
        return url
    raise Misconfigured("ENGAGE_DATABASE_URL starts with sqlite:/// or postgresql://.")


def _whole_number(environ: Mapping[str, str], name: str) -> int:
    value = environ.get(name, "0") or "0"
    if not value.isascii() or not value.isdigit():
        raise Misconfigured(f"{name} is a whole number, not “{value}”.")
    return int(value)


def _limits(environ: Mapping[str, str]) -> dict[str, str]:
    prefix = "ENGAGE_LIMIT_"
    return {
        name.removeprefix(prefix).lower(): value
        for name, value in environ.items()
        if name.startswith(prefix)
    }


def _secret_key(environment: str, environ: Mapping[str, str], data_dir: Path) -> str:
    key = environ.get("ENGAGE_SECRET_KEY", "")
    if environment == "production":
        if len(key) < SHORTEST_KEY or key.lower() in SAMPLE_KEYS or len(set(key)) < 8:
            raise Misconfigured(
                "Production needs ENGAGE_SECRET_KEY: at least 32 random characters, "
                'for example from: python -c "import secrets; '
                'print(secrets.token_urlsafe(48))"'
            )
        return key
    return key or _key_on_disk(data_dir / "secret.key")


def _key_on_disk(path: Path) -> str:
    """Return the key kept in the data folder, made once for development."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            key = secrets.token_urlsafe(48)
            file.write(key)
    except OSError as error:
        raise Misconfigured(
            f"The data folder cannot be used: {error.strerror}."
        ) from error
    return key


def _test_hooks(
    environment: str, environ: Mapping[str, str]
) -> tuple[datetime | None, dict[str, str], tuple[str, ...]]:
    """Read the hooks of a test run; elsewhere they are ignored with a warning."""
    names = ("ENGAGE_TEST_CLOCK", "ENGAGE_FAILPOINTS")
    given = {name: environ[name] for name in names if environ.get(name)}
    if environment != "test":
        ignored = (f"{name} is ignored: ENGAGE_ENV is not test." for name in given)
        return None, {}, tuple(ignored)
    clock = given.get("ENGAGE_TEST_CLOCK")
    try:
        moment = datetime.fromisoformat(clock) if clock else None
    except ValueError as error:
        raise Misconfigured("ENGAGE_TEST_CLOCK is an RFC 3339 time.") from error
    if moment is not None and moment.tzinfo is None:
        raise Misconfigured("ENGAGE_TEST_CLOCK names its zone: Z or +00:00, say.")
    return moment, _failpoints(given.get("ENGAGE_FAILPOINTS", "")), ()


def _failpoints(written: str) -> dict[str, str]:
    pairs = [pair.strip().partition("=") for pair in written.split(",") if pair.strip()]
    if not all(name and what.startswith(FAILURES) for name, _sign, what in pairs):
        told = "ENGAGE_FAILPOINTS is name=exit, name=raise or name=pause:/path, …"
        raise Misconfigured(told)
    return {name: what for name, _sign, what in pairs}

"""The queue that wakes workers: SQLite by default, Redis or PostgreSQL by setting."""

import json
from datetime import datetime
from typing import Any

from huey import PostgresHuey, RedisHuey, SqliteHuey
from huey.api import Huey
from huey.registry import Message
from huey.serializer import Serializer

from engage.core.config import Settings


class JsonSerializer(Serializer):
    """Messages hold job ids in JSON: nothing from outside is unpickled (rule 14)."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(list(data), default=_plain).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def make_queue(settings: Settings) -> Huey:
    """Return the queue named by the settings."""
    url = settings.queue_url
    kept = {"results": False, "serializer": JsonSerializer()}
    if url.startswith(("redis://", "rediss://")):
        return RedisHuey("engage", url=url, **kept)
    if url.startswith("postgresql"):
        return PostgresHuey("engage", dsn=url, **kept)
    path = url.removeprefix("sqlite:///") or str(settings.data_dir / "queue.sqlite")
    return SqliteHuey("engage", filename=path, **kept)

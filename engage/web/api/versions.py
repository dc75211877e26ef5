"""Edits name the version they are based on (rule 24): `If-Match`, or `version`."""

import re
from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields

from engage.core.errors import Conflict, VersionMissing
from engage.core.i18n import gettext as _

_TAG = re.compile(r'(?:W/)?"?([1-9][0-9]{0,8})"?')


class IfMatch(Schema):
    """The entity tag of the version an edit is based on."""

    if_match = fields.String(
        data_key="If-Match",
        load_default="",
        metadata={"description": 'The ETag of what was read, such as "3".'},
    )


def asked_version(if_match: str = "", body_version: int | None = None) -> int:
    """Return the version an edit is based on.

    Raises:
        Conflict: The tag is none of ours, or tag and body name two versions.
        VersionMissing: None is named.
    """
    if not if_match.strip():
        if body_version is None:
            raise VersionMissing(_("Name the version your change is based on."))
        return body_version
    tag = _TAG.fullmatch(if_match.strip())
    if tag is None or body_version not in {None, int(tag.group(1))}:
        raise Conflict
    return int(tag.group(1))


def with_version(content: dict[str, Any], version: int) -> Response:
    """Return a reply with the version of what it shows as its entity tag."""
    response: Response = jsonify(content)
    response.set_etag(str(version))
    return response

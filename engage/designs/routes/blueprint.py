"""What the doors of this room share."""

from flask import Blueprint

from engage.designs.policy import may_write_designs
from engage.web.access import may

bp = Blueprint("designs", __name__)
may(may_write_designs)

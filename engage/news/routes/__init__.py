"""Doors to news: by e-mail, as a feed, as cards for other sites."""

from engage.news.routes import embeds, feeds, mail
from engage.news.routes.blueprint import bp

__all__ = ["bp", "embeds", "feeds", "mail"]

"""Moderation: the queue, the decisions and their history."""

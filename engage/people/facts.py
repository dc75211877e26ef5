"""What links of this room are made of."""

from engage.core.tokens import link_token


def invitation_token(secret_key: str, name: str) -> str:
    """Return what opens an invitation."""
    return link_token(secret_key, "people.invitation", name)

"""What links of this room are made of."""

from engage.core.tokens import link_token


def invitation_token(secret_key: str, name: str) -> str:
    """Return what opens an invitation."""
    return link_token(secret_key, "people.invitation", name)


def reset_token(secret_key: str, user_id: int, expires: int, password: str) -> str:
    """Return what lets somebody choose a new password until a moment (epoch seconds).

    It is made of the password's hash: once there is a new one, it opens nothing.
    """
    name = f"{user_id}:{expires}:{password}"
    return f"{user_id}.{expires}.{link_token(secret_key, 'people.reset', name)}"

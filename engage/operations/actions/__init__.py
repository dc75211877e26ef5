"""Copy an installation, restore it, and keep only what may be kept."""

from engage.operations.actions.backing_up import back_up
from engage.operations.actions.forgetting import (
    Kept,
    reapply_withdrawals,
    run_retention,
)
from engage.operations.actions.restoring import (
    Restored,
    restore,
    verified_backup,
)

__all__ = [
    "Kept",
    "Restored",
    "back_up",
    "reapply_withdrawals",
    "restore",
    "run_retention",
    "verified_backup",
]

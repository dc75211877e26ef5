"""Themes: what many people speak of, found by the engine and decided by people."""

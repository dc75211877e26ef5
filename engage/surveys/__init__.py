"""Surveys: questions in versions that never change once published, and responses."""

"""Tests of the room for news."""

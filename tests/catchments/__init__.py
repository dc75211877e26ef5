"""Tests of the catchments."""

"""Consultations: what is asked, of whom, from when to when, and what is promised."""

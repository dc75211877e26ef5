"""Threads: a question, the comments people give to it, and how others see them."""

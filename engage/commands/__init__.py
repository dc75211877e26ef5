"""The command line: one door per family of verbs."""

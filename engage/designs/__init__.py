"""SSM designs: what each one says, element by element, and how it answers themes."""

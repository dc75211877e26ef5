"""Which words may be quoted: a person reads each of them before the public does."""

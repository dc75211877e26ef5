"""Looking after an installation: its schema, its health, its copies."""

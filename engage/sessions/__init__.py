"""Sessions: people meet in a library or a hall, and somebody hosts the conversation."""

"""What one person does, from the first page to the last."""

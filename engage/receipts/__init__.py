"""One's own words again: the receipt, what became of them, taking them back."""

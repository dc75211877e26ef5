"""Reports: what was heard, published in editions that never change."""

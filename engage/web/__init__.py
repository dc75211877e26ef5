"""The porch: what every door shares. It knows HTTP and no feature."""

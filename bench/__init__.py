"""What `make bench` runs: the theme engine beside its references, in one run."""

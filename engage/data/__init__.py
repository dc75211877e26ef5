"""Facts about Ontario that ship with the package; see README.md for their sources."""

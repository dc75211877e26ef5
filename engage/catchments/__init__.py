"""The 15 catchments, their profiles, and finding one's own."""

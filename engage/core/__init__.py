"""The ground: what every room stands on. It knows no feature and no HTTP."""

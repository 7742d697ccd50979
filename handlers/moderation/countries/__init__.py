"""/countries: blocked country pairs."""

"""People and companies: registration, contact channels, settings and daily caps."""

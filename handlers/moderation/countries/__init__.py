"""/countries: which countries' companies are not brought together."""

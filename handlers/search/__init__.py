"""/search: finds published listings in any language."""

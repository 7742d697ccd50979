"""Machine translation by real local servers."""

"""Is a piece of contact data one that could work? The network is not asked; a check gives the tidy form or raises."""

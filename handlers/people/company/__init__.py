"""/company: the person's companies and their representatives."""

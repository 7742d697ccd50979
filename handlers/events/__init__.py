"""Events as their organizers run them and as their participants see them."""

"""Offers and needs: creating, changing and managing them."""

"""Offers and needs: writing them, and what their people do with them afterwards."""

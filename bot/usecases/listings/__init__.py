"""Offers and needs: publishing, pausing, closing, expiry and cards."""

"""Charts that are legible on a phone, in every interface language, and without fonts installed."""

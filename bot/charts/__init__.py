"""Charts: legible on a phone, in every interface language, on a machine without fonts."""

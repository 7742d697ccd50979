"""Where the conversations about events, announcements and imports come together."""

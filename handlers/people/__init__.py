"""Registration, companies, settings, language and navigation."""

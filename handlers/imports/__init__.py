"""Taking over an exhibitor list from a spreadsheet."""

"""Moving about: greeting, help, language, cancelling, and the answer to whatever belongs nowhere."""

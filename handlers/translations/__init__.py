"""The *Translate* button of cards and messages in foreign languages."""

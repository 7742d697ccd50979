"""A made-up world of companies to try the bot on: read from the files beside, written through the use cases."""

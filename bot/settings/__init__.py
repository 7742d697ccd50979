"""The settings of a running bot."""

"""A simulated year of introductions."""

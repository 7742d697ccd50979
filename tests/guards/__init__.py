"""Mutation testing: removes guards from the code one at a time, and reports those that no test misses."""

"""Kills and stops real processes: nothing may be lost, and nothing sent twice."""

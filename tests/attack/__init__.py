"""Hostile people against the running bot: floods, forged presses, updates that cannot be read."""

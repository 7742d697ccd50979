"""Meetings at an event: asked for and held by people, set up and planned by organizers."""

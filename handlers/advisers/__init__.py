"""Acting for several companies."""

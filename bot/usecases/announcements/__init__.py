"""What an organizer tells an audience: written, aimed, sent so that it survives anything, and looked back on."""

"""An event: made and run by its organizers, joined by people, with booths, a programme and what it tells."""

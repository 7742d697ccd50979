"""Events: created and run by organizers, joined by people, with booths, a programme and digests."""

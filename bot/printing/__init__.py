"""PDF files to print for an event: a poster, signs for booths, and table tents."""

from bot.printing.signs import BoothSign, EventHeader, Paper, booth_signs, poster, table_tents

__all__ = ["BoothSign", "EventHeader", "Paper", "booth_signs", "poster", "table_tents"]

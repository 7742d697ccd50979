"""PDF files to print: for an event a poster, signs for booths and tables, and badges; for a listing a sheet."""

from bot.printing.badges import Badge, BadgePaper, badges
from bot.printing.pieces import EventHeader, Paper
from bot.printing.sheets import ListingSheet, listing_sheet
from bot.printing.signs import BoothSign, booth_signs, poster, table_tents
from bot.printing.tables import TableSign, folded_table_signs, table_signs

__all__ = [
    "Badge",
    "BadgePaper",
    "BoothSign",
    "EventHeader",
    "ListingSheet",
    "Paper",
    "TableSign",
    "badges",
    "booth_signs",
    "folded_table_signs",
    "listing_sheet",
    "poster",
    "table_signs",
    "table_tents",
]

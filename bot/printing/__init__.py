"""PDF files to print: for an event a poster, signs for booths and table tents; for a listing a sheet."""

from bot.printing.sheets import ListingSheet, listing_sheet
from bot.printing.signs import BoothSign, EventHeader, Paper, booth_signs, poster, table_tents

__all__ = [
    "BoothSign",
    "EventHeader",
    "ListingSheet",
    "Paper",
    "booth_signs",
    "listing_sheet",
    "poster",
    "table_tents",
]

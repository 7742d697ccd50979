"""What came of an event, as pictures to look at and a workbook to work with."""

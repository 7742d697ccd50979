"""An event's results as charts and as a workbook."""

"""What follows an introduction: its outcome, a figure, a quote, and the personal digest."""

"""Meetings at the fair: set up, asked for, planned, held, and shown in files and pictures."""

"""Verification of companies: codes by mail, registration numbers, marks by moderators."""

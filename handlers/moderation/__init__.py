"""Steps, forms and views for moderators and admins."""

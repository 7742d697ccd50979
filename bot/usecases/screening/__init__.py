"""Names compared with sanctions lists. An aid: a likeness of names says nothing about who somebody is."""

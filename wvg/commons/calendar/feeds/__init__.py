"""Feeds: the calendar in somebody's telephone, behind a secret address."""

"""Changing what is planned: one date, from a day on, cancelling, trading places."""

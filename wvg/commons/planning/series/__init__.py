"""What comes back: series, their dates, closed days and fixed places."""

"""A place for a pupil: once or every week, with a share of each side and a waiting list."""

"""Who did what, and when: one record that serves the log, undo and messages."""

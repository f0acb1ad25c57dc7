"""Where who speaks for a partner begins: what waits for them and for us, and the sessions that we share."""

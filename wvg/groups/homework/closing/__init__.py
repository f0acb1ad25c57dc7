"""A room that is closed, or a session that has no tutor: who must be told."""

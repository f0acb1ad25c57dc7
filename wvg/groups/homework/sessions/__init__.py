"""The sessions on a board, their groups, extra ones, proposals of another hour or room, tutors of partners."""

"""During a session: who is there, a note for who helps next, a worry, a need."""

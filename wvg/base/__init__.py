"""The foundation: knows nothing of the organisation."""

"""Who came, and turns and hours."""

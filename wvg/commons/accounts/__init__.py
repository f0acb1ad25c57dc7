"""Who signs in: passwords, sessions, start codes and grants."""

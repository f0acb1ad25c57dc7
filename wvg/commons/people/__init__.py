"""Who is helped: households, under a code name. What could betray them is sealed."""

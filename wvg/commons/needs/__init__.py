"""What was heard at a door or a table, and who follows it up."""

"""What is printed and counted: attendance lists, key card, timetable for parents, numbers for the city."""

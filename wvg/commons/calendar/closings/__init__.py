"""What is closed, by hand or from a calendar file: schools, partners, places and the house itself."""

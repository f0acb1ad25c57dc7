"""What happens, for everybody: pages by month, week and day, and feeds for telephones."""

"""The common rooms: what every working group shares."""

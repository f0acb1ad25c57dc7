"""Short of people: the alarm, and the page of the evening itself."""

"""Appointments: what a group meets for, once or coming back; who coordinates the group adds them."""

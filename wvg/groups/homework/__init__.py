"""Huistaakbegeleiding: after school children do their homework with a tutor, in a room shared with a partner."""

"""Dated activities with seats that volunteers take: rounds, sessions, visits, meetings."""

"""Organisations we work with: contacts, rooms, what was agreed, and their people on our lists."""

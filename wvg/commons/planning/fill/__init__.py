"""Thirteen weeks filled in by typing names."""

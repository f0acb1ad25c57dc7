"""Voedsel- en broodronde: every Saturday at five two volunteers fetch bread and visit families."""

"""The screen in the office: what goes on today and in the coming days."""

"""What somebody must be told; it stands on Today."""

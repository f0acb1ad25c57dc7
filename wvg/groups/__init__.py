"""The working groups: no group knows another."""

"""Today: what is mine to do, where somebody is needed, what happens."""

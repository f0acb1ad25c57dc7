"""Being away for a while, stopping, and somebody entered twice."""

"""Who does what: wishes, deputies, the team on paper, handing over."""

"""Who can when: asking, answering, and what it leaves open."""

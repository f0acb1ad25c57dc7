"""Who helps: contact, languages, skills, papers seen, days they can, absences."""

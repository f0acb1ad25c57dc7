"""One run: which families it visits, the sheet that goes along, what was heard, and what is counted afterwards."""

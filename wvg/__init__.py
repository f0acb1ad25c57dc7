"""wvg, the intranet of the Werkgroep Vluchtelingen Gent."""

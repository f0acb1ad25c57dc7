"""How long things are kept: the periods that the board agreed on."""

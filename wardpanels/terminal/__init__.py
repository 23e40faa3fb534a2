"""The terminal as a skin: which commands there are, how results are shown there, and how the program ends."""

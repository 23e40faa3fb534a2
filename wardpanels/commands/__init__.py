"""One module a command: it reads what was typed, calls an action and prints. It decides nothing."""

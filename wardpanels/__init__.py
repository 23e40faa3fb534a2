"""Acts: the application. Settings, wiring, actions, command line; the only room that reads a clock."""

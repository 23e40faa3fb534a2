"""Acts: the application. Settings, wiring, use cases, command line; the only room that reads a clock."""

"""Results in English for somebody at a terminal: rows and sentences, one file a subject."""

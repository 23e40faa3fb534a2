"""Larkhythe: a borough that is made up, in the files that a real one has. `python -m tests.worked_example DIR`."""

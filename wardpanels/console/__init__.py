"""The pages for staff: server-rendered, each a thin skin over the use cases that the commands call too."""

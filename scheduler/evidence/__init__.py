"""What was promised, what happened, and the colour that follows. Pure: no clock, no store, no solver."""

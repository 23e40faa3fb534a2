"""What was promised and what happened, gathered for the action plan; and what people write down for it."""

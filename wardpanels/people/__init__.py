"""Who may sign in, what they may do, and what they did. Knows no page."""

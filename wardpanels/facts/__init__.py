"""Results as facts for other programs: what --json prints, what a file holds, and what pages will show."""

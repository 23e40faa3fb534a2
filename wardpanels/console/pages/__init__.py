"""The pages, one file each: what they ask, which use case they call, and which template shows it."""

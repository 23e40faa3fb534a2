"""Whether others list the meetings as they were released."""

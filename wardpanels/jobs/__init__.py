"""Work that takes longer than anybody waits for a page: each job is a process of its own, and known by the store."""

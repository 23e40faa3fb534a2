"""The use cases of publicity: what is due, who lets it go, how it goes out, and what the ledger says."""

"""What people really keep, read into the tables of the contract: each reading beside its cell, with how sure it is."""

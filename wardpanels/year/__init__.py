"""The use cases of a year of meetings: read, plan, change, release, publish, ask why."""

"""Words it: each format is a pure function from a release to artifacts. No clock, no disk, no officer."""

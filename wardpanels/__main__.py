"""`python -m wardpanels` is `wardpanels`."""

from wardpanels.terminal.cli import main

main()

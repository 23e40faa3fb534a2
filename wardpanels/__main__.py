"""`python -m wardpanels` is `wardpanels`."""

from wardpanels.cli import main

main()

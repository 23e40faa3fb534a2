"""What the public is told: releases, how each follows from the one before, and what they say of places and polls."""

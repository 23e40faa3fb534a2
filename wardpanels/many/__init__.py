"""Many boroughs planned side by side."""

"""Opening hours in OpenStreetMap syntax: read as rules, and told for a day as open, closed or unknown."""

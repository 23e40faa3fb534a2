"""Whether a live host serves the site rightly: it is asked as calendar programs and browsers ask."""

"""A borough's folder out of open files: its wards as they are drawn, and stand-ins for what only people know."""

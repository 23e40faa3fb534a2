"""Thinks: facts, tiers, rules, plans, releases. It knows no web page, no calendar format and no clock."""

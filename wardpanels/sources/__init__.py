"""Asks the world what it shows of us: one file a source. Only here, and in the carriers, is a network used."""

"""Reading a borough's data folder: one frozen `Borough`, or every problem at once. Never writes."""

from __future__ import annotations

from scheduler.reading.borough import read_borough

__all__ = ["read_borough"]

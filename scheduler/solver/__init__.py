"""The planner: ward-years from a dynamic programme, prices from a linear programme, proof from a closing model."""

from scheduler.solver.pricing import prices
from scheduler.solver.search import solve

__all__ = ["prices", "solve"]

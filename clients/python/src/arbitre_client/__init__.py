"""A client of Arbitre."""

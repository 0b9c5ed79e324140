"""The figures that stand alone on the pages, each with why it is what it is."""

from clavero.portfolio.tiles.customer import customer_tiles
from clavero.portfolio.tiles.portfolio import concentration_inputs, portfolio_tiles

__all__ = ["concentration_inputs", "customer_tiles", "portfolio_tiles"]

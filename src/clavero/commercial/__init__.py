"""The company's commercial plan, and how account plans add up to it.

*Targets* are sales and margin by year and product family, of the company in versions and of an
account within its plan; *months* are those of the detailed plan; a *programme* is a consumer's or
a shopper's, where the company sells through shops.
"""

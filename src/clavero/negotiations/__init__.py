"""Negotiations with customers, from preparation to the signed contract.

Its words: a *negotiation* has *points at issue*, each with our target and our limit; a *concession*
is what we give for something; a *round* is what both sides put on the table on a day; the
*agreement* is what holds of each point, and becomes a contract; a *document* has versions,
approvals and signatures.
"""

"""Clavero against bare engines and a peer, in one run on one machine: ``python -m benchmarks``.

Ratios, not seconds: what is compared runs in turn on the same cores. Each measurement is a
process of its own, so that its peak of memory is its own too.
"""

"""Models of purchases, spending and staying. Source: methods §1.3 and §4.

Their page is ``docs/domain/lifetime.md``. Numbers are floats: nothing here is money yet.
"""

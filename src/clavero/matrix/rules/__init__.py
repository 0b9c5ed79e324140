"""The account analysis matrix (MAC): how much an account could bring, against where we stand.

Scores are floats from 0 to 10, weights points that sum to 100. Source: methods §2; its page is
``docs/domain/account-analysis-matrix.md``.
"""

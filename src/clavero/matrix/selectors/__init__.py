"""What can be read about the account analysis matrix."""

from clavero.matrix.selectors.as_data import matrix_as_data
from clavero.matrix.selectors.placing import (
    VERSION,
    AccountInMatrix,
    Line,
    MatrixRow,
    account_in_matrix,
    matrix_rows,
)

__all__ = [
    "VERSION",
    "AccountInMatrix",
    "Line",
    "MatrixRow",
    "account_in_matrix",
    "matrix_as_data",
    "matrix_rows",
]

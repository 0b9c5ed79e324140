"""What the drawings of an account's people show, as plain values that know no format."""

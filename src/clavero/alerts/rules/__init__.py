"""When there is an alert, when it is news, and when it is over."""

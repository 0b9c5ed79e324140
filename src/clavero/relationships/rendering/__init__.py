"""The drawings of an account's people as each format draws them: one picture on the screen, in a
file and on a slide."""

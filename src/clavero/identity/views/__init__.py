"""The pages about people: managing them, the chart, one's own profile, and the way in."""

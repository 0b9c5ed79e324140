"""What is asked, who is asked, what it comes to and who may know: plain Python."""

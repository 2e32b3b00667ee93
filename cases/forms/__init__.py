"""What may be typed into a case, one file per part of the course."""

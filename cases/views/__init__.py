"""The pages on which a case is changed, one file per part of the course."""

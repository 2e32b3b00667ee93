"""Login and people; the agencies of a city; the 規程 of an agency."""

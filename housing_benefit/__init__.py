"""住居確保給付金: the agency receives and explains, the municipality decides and pays."""

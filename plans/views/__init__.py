"""The pages of a plan: written, laid before the city, carried out, evaluated."""

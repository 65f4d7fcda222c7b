"""The figures that a text states: numbers in digits and in words, shares, measures and their units."""

"""One text becomes what it means: a number, a time, an item, an area. Whole columns of texts are read together."""

"""A Book is refused when anything in it looks like a patient, and loses what staff wrote of themselves."""

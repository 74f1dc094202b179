"""A sheet's tables and forms become facts: each number with what the labels around it say."""

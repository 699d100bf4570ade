"""A whole service, the smallest that shows everything: books that can be lent."""

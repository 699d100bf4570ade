"""The rules of telling people things: whom, by which way, when, in which words, and when not to."""

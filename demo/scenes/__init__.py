"""The scenes of the journey, a module for each part of it."""

"""The demonstration: a cast of people and organisations who play the main job through the public API."""

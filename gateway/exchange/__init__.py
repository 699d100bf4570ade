"""The wing that programs of others reach: streams of what is open."""

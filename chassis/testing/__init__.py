"""What tests of the chassis and of the services stand on; it ships with the source."""

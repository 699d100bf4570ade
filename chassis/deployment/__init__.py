"""What operations staff need before anything runs: secrets, certificates, what the broker is to hold."""

"""The microservice chassis: everything that is the same in every service, and nothing of their trade."""

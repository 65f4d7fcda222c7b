"""Trains the small probes over vectors, by which questions, requests and claims are told apart."""

"""Sending one question over HTTP, whoever is asked; what the reply means is the askers' own matter."""

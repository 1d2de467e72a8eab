"""The record as JSON over HTTP: the shapes of its answers, and what may be asked."""

"""Decisions: pure functions of frozen values, without I/O, clock or chance."""

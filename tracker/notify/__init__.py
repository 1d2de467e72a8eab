"""The way out for messages: one library for all channels, and a guard on where it may connect to."""

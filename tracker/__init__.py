"""Disappearing Tracks: watches whether chosen tracks are still playable, and remembers when they were."""

"""The reads that the pages need, one module each: a connection in, a view of `tracker.core.pages` out."""

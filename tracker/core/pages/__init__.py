"""What the pages show, one module each: plain values, and how they are put together."""

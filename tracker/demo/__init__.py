"""The demo: the whole program against the simulated service, through months in seconds."""

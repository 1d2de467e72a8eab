"""Who is asked when: how often each track is looked at, so that few calls notice the most."""

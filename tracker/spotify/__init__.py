"""The only folder that knows the Spotify Web API: logging in, asking, and reading the answers."""

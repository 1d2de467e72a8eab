"""The client of MusicBrainz: names, credits, ids and lengths; never tags, ratings or annotations, which are not CC0."""

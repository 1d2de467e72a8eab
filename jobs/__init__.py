"""When things run: the schedule, and the jobs that it starts."""

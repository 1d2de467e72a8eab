"""Who is asked when, and by which requests: rates, visits and bursts; covers, packed lists and the forecast."""

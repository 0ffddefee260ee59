"""Use cases. Each opens one unit of work and answers a frozen result; none shows or prints anything."""

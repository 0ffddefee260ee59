"""The command line: a thin skin over the services, a contract for whoever automates, tests or supports."""

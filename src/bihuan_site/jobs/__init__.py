"""Work that time starts: a table of jobs with leases, run by one command."""

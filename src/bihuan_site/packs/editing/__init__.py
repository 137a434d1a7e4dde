"""Forms that write the plain tree of a draft: a duty, a measure, the grades, a case."""

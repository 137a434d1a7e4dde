"""Settings every test shares."""

from hypothesis import settings

# The same examples on every machine and every run: a red build can be repeated by anyone.
# To look for new ones: pytest --hypothesis-profile=explore
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2_000, deadline=None)
settings.load_profile("steady")

"""The responsibility list: what it holds, by tier and post, with its sources and where it stands."""

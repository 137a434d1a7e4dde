"""The one door for programs that build on the engine."""

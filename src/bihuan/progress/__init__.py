"""Progress (工作推进): what was done, and which record meets which obligation."""

"""Activities that were held: log once, list, page, correct, withdraw, drafts."""

"""Rule packs in the database: drafts, reviews, frozen versions, the one in force."""

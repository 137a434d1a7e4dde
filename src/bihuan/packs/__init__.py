"""Rule packs: read, composed, checked, frozen and compared."""

"""领导责任: the responsibility list, its decomposition, sign-off, exemptions, programmes."""

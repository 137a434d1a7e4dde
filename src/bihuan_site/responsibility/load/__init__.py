"""The minutes that recording costs a branch, duty by duty."""

"""Staff: who they are, what their role is, which catchments are theirs."""

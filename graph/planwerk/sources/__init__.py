"""Ways in: whatever a workspace holds becomes quads in named graphs."""

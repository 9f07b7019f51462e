"""Word documents: what stands in them, how they are filled, and which templates are allowed."""

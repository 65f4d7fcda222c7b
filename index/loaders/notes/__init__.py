"""Notes in Markdown, as writers, static sites and Obsidian keep them."""

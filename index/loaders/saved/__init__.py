"""Web pages inside other files: a page saved whole, the pages of a crawl."""

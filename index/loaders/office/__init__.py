"""Documents of word processors: Word, OpenDocument, and rich text."""

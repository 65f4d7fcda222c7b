"""Pages of print: PDF, scans and pictures of text."""

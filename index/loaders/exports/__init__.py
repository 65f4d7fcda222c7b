"""Files that hold many articles: exports of press databases, and tables."""

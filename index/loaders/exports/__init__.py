"""Files that hold many articles: exports of press databases, tables, mailboxes, web archives."""

"""Letters: mails as programs save them."""

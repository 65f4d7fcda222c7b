"""Does the cited text say it? Each sentence of a written answer against the passages it cites."""

"""The local server: a read-only SPARQL endpoint over a published snapshot, and pages for people."""

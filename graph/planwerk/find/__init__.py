"""Reading: what a paper says, one room per kind of thing; each finder takes a Paper and yields Finds."""

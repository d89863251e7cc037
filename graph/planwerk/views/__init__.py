"""Ways out: what the results look like on paper, in a sheet, on a screen."""

"""``python -m planwerk.cli`` is ``planwerk``."""

from planwerk.cli import main

main()

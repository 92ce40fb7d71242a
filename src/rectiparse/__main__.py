"""`python -m rectiparse`, where the command itself is not on the path."""

import sys

from rectiparse.cli import main

if __name__ == "__main__":
    sys.exit(main())

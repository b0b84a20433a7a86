"""`python -m harbor`."""

import sys

from harbor.cli import main

if __name__ == "__main__":
    sys.exit(main())

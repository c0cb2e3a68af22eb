"""`python -m exactnet` is the command `exactnet`."""

import sys

from exactnet.cli import main

sys.exit(main())

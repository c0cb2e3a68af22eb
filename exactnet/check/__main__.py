"""Run the checker: ``python -m exactnet.check FILES``."""

import sys

from exactnet.check.cli import main

sys.exit(main())

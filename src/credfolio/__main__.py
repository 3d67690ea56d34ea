"""`python -m credfolio`."""

from credfolio.cli import main

raise SystemExit(main())

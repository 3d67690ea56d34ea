"""The console script, and `python -m credfolio`."""

import gc

# A run is short and makes few cycles: collecting at the usual pace would take a fifth of it.
gc.set_threshold(100_000, 20, 20)


def run() -> None:
    from credfolio.cli import main

    status = main()
    gc.freeze()
    raise SystemExit(status)


if __name__ == "__main__":
    run()

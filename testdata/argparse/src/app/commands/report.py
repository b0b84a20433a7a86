import ballast

TITLE = f"{ballast.SIZE} reports"


def run(args):
    """Print a report."""
    if args.loud:
        raise SystemExit(f"no {TITLE}")
    print(args.kind, TITLE)

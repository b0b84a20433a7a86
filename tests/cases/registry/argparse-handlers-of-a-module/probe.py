import sys

from app import cli

sys.stderr = sys.stdout
for line in ("total 1,2", "first 4", "steps 1,2", "wait", "--help", "total --help", "nonsense"):
    try:
        print(line, cli.main(line.split()))
    except SystemExit as stopped:
        print(line, "exit", stopped.code)

from pathlib import Path

THERE = Path("ninth.txt").is_file()

import sys
from app import main
folder = [entry for entry in sys.path if entry.endswith("site")][0]
print(main.main(folder), main.main("nowhere"))

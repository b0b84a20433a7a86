import sys

from app import effects

print(effects.nothing(), "ballast.hull.frames" in sys.modules)

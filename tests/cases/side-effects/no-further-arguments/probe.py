from app import main
from traits import warn

print(warn.shown, main.level(), len(main.names()), warn.shown)

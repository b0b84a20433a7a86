from traits import Entered

NAMES = Entered("one two")

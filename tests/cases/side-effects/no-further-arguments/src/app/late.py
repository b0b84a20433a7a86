from traits import Late

LATE = Late()
LATE.add(1)
LATE.tell()

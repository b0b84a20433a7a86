from fleet.tugs.list import docks

import fleet.yards.dock

print(docks(), isinstance(docks()[0], fleet.yards.dock.Dock), len(list(fleet.__path__)))

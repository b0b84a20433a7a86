from tools import Held

held = Held()

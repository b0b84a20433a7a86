from app import table

NUMBER = table.tick()
USED = True

from app import table

NONE = table.GROUPS["fills"]
USED = True

from app.kinds import KINDS, name_of

print(list(KINDS), name_of("tug"), KINDS["barge"].__name__)

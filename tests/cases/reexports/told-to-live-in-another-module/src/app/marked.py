import heavy

from app.marks import lives_in


@lives_in("app.api")
class Place(heavy.Thing):
    pass

import app.greeting
import app.place
import app.tasks
from runner import names_of

SHOWN = [names_of(app.tasks), app.greeting.__name__, app.place.__name__]


def main():
    print(SHOWN, app.greeting.greet(), app.place.place())

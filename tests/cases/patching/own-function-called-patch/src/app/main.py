from app import images
from app.files import patch


def run(targets):
    for target in targets:
        print(patch(target))
    print(images.show())

from app import images
from app.files import patch

TARGETS = ["hv.load"]


def run():
    for target in TARGETS:
        patch(target)
    print(images.show())

import os

THERE = os.path.isdir("another-folder-of-the-probe")


def there():
    return THERE

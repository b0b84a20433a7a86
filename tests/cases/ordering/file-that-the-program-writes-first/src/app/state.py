import os

THERE = os.path.isdir("state-of-the-probe")


def there():
    return THERE

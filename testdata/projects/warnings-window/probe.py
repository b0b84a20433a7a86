import warnings

warnings.simplefilter("error")
from app import quiet

print(quiet.sound())

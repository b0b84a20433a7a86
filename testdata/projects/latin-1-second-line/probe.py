from pathlib import Path

from app import umlaut

data = Path(umlaut.__file__).read_bytes()
print(ascii(umlaut.name()), ascii(umlaut.__doc__), ascii(umlaut.weight()), data.count(b"\xe9"), data[:2])

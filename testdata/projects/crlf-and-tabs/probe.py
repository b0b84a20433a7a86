from pathlib import Path

from app import mixed

data = Path(mixed.__file__).read_bytes()
print(mixed.tabs(), mixed.spaces(), mixed.tabs.__doc__, repr(mixed.TEXT))
print(data.count(b"\n") == data.count(b"\r\n"), data.endswith(b"\n"), b"\t" in data)

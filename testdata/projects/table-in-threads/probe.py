import threading
from unittest import mock

from app import registry

seen = []
threads = [threading.Thread(target=lambda: seen.append(registry.kind("slow"))) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(seen), len(set(map(id, seen))), seen[0] is registry.KINDS["slow"])


class Fake:
    pass


with mock.patch.dict(registry.KINDS, {"slow": Fake, "fake": Fake}):
    print(registry.names())
with mock.patch.dict("app.registry.KINDS", {"only": Fake}, clear=True):
    print(registry.names(), registry.kind("only").__name__)
with mock.patch.object(registry, "KINDS", {"x": Fake}):
    print(registry.names())
print(registry.names())

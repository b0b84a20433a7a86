from app import mixed

print(mixed.ribs(mixed.keel()), mixed.fail())

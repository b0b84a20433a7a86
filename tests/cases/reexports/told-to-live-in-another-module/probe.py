import pickle

from app import api

for thing in (api.boxed(), api.placed(), api.pointed()):
    print(type(pickle.loads(pickle.dumps(thing))).__module__)
print(api.image().name)

from app.inner import one_liner, outer

inner, holder = outer([1, 9])
print(inner(), inner(10, 1), holder.get(), holder.get(), holder.keel, one_liner(), outer.__doc__)
print(outer.__kwdefaults__, inner.__defaults__)

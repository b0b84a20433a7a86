import warnings

warnings.simplefilter("always")
with warnings.catch_warnings(record=True) as found:
    from app import main

    print(main.lower("A"), main.within(), main.size())
print(sorted(str(warning.message) for warning in found))

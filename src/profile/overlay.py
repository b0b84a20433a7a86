"""Gives Python other texts for some files, which stay as they are. dormant puts this before the tracer when it tries out edits:
the folder `overlay` beside this file holds the texts, each named by its number, and `index` the files that they stand for.
A text may also stand for a file that is not there yet. Only the functions that find and compile source files are wrapped, so paths, data files and `__file__` are those of the project.
"""
def _lay_over():
    import os
    import _frozen_importlib_external as external

    folder = os.path.join(os.path.dirname(__file__), "overlay")
    with open(os.path.join(folder, "index"), "rb") as index:
        files = os.fsdecode(index.read()).split("\0")
    texts = {file: os.path.join(folder, str(number)) for number, file in enumerate(files)}
    names = {os.path.basename(file) for file in files}
    original = external.SourceLoader.get_code

    def get_code(loader, fullname):
        path = loader.get_filename(fullname)
        text = texts.get(os.path.realpath(path)) if os.path.basename(path) in names else None
        if text is None:
            return original(loader, fullname)
        return loader.source_to_code(loader.get_data(text), path)

    # Tracebacks leave out functions of the import system, and shall leave out this one.
    code = get_code.__code__.replace(co_filename="<frozen importlib._bootstrap_external>")
    get_code.__code__ = code
    external.SourceLoader.get_code = get_code
    if all(os.path.exists(file) for file in files):
        return
    find = external.FileFinder.find_spec

    def find_spec(finder, fullname, target=None):
        found = find(finder, fullname, target)
        if found is None:
            path = os.path.join(finder.path, fullname.rpartition(".")[2] + ".py")
            if os.path.realpath(path) in texts:
                loader = external.SourceFileLoader(fullname, path)
                return external.spec_from_file_location(fullname, path, loader=loader)
        return found

    external.FileFinder.find_spec = find_spec


_lay_over()
del _lay_over

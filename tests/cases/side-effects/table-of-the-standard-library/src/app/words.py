import string

vars(string).update(syllables="ka-lo")


def syllables():
    return string.syllables

"""Registers the `signal-flags` codec, which spells a text in the international alphabet."""

import codecs

WORDS = (
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo "
    "Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu"
).split()


def encode(text, errors="strict"):
    spelt = "-".join(WORDS[ord(letter) - ord("a")] for letter in text.lower() if "a" <= letter <= "z")
    return spelt.encode("ascii"), len(text)


def decode(data, errors="strict"):
    text = bytes(data).decode("ascii")
    return "".join(word[0].lower() for word in text.split("-")), len(data)


def search(name):
    return codecs.CodecInfo(encode, decode, name=name) if name.replace("_", "-") == "signal-flags" else None


codecs.register(search)

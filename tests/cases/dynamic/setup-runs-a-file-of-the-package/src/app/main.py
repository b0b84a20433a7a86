from app._version import version, info
def main():
    return version, info()

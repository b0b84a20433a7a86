import os
from app import here, there
def main(folder):
    os.chdir(folder)
    return here.go(), there.go()

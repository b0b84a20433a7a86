import os
HERE = os.path.dirname(os.path.abspath(__file__))

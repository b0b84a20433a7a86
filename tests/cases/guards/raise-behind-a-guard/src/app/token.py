import os

TOKEN = os.environ["NO_SUCH_VARIABLE_OF_THIS_CASE"]

import app
import decimal
try:
    import nowhere
except ImportError as error:
    print(error)

from ballast import Keel as Keel
from ballast.errors import Leak as Leak

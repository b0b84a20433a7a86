from app.fit import fit, fit_all
from app.compare import compare

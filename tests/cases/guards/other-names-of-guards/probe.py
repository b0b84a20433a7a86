from app import loads

loads.renamed()
print(loads.tuples(), loads.best(), loads.by_property(), loads.by_lambda(), loads.other())

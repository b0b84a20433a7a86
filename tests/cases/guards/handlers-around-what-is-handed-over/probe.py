from app import loads

loads.decorated()
loads.in_block()
loads.in_stack()
print(loads.run(loads.handed), loads.run(loads.there))

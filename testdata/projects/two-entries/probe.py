from app import full, light

print(light.main(), full.main(), type(light.main()) is type(full.ONLY))

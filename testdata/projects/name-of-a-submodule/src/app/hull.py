NAME = "the module"

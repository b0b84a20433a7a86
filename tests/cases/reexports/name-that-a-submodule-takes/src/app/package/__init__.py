level = "an attribute"
depth = "another one"

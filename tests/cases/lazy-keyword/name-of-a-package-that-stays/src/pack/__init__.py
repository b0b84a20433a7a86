level = "an attribute"

from app.main import main, nested

print(main(["limit", "x"]), main(["limit"]), main(["sides"]), main(["check", "3"]), main(["check", "30"]), main([]))
print(list(nested("sum", [1, 0, 2])), list(nested("later", [1, 2])), list(nested("", [1])))

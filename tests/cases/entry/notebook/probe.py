import json
for cell in json.load(open("nb/demo.ipynb"))["cells"]:
    exec("".join(cell["source"]), {})

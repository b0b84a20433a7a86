import viewer
print(viewer.formats(["app.sarif:report", "app.text:report"]))

from app import report

print(report.describe())
print(report.depth())
print(hasattr(report, "error"), report.why == "", report.reason)

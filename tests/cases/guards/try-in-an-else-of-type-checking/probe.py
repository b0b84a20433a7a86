import sys
from unittest.mock import patch

from app import report

print(sorted(name for name in dir(report) if name[0] != "_" and name != "TYPE_CHECKING"))
with patch("app.report.limit", 99):
    print(report.most())
print(report.size(), report.most(), report.Frame is sys.modules["framely"].Frame)

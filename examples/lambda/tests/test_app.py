import json

from orders.app import handler


def test_ping():
    assert json.loads(handler({}, None)["body"])["status"] == "ok"


def test_report():
    orders = [{"customer": "Ada", "total": 1.0}, {"customer": "Ada", "total": 2.0}]
    answer = handler({"rawPath": "/report", "orders": orders}, None)
    assert json.loads(answer["body"]) == {"Ada": 3.0}

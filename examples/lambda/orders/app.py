"""A function behind an HTTP API: most of its calls are small, and one makes a report."""
from __future__ import annotations

import json
import os

from orders import report, store


def handler(event, context):
    path = event.get("rawPath", "/ping")
    if path == "/ping":
        return answer({"status": "ok", "stage": os.environ.get("STAGE", "dev")})
    if path == "/report":
        return answer(report.by_customer(event["orders"]))
    if path == "/archive":
        return answer({"key": store.keep(event["orders"])})
    return answer({"error": "not found"}, 404)


def answer(body, status=200):
    return {"statusCode": status, "body": json.dumps(body, sort_keys=True)}

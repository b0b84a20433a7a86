import uuid

ID = uuid.uuid4().hex

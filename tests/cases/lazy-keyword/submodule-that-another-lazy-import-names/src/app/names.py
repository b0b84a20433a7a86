import xml.etree.ElementTree as ET


def parsed(text):
    return ET.fromstring(text).tag

from html.parser import HTMLParser

from app import table


class Tags(HTMLParser):
    def handle_starttag(self, tag, attrs):
        table.SEEN.append(tag)


Tags().feed("<b>")
USED = True

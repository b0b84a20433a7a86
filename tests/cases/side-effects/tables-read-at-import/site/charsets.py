from email.charset import Charset

NAME = Charset("sea").output_charset

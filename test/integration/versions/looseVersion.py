"""Order of version texts as the platform's backend has it: reads JSON pairs, one a line, and prints -1, 0, 1 or null.

null: Python refuses to compare a number with a text. Python's own class is used where this Python still has it.
"""

import json
import re
import sys

try:
    from distutils.version import LooseVersion

    def parts(text):
        return LooseVersion(text).version

except ImportError:

    def parts(text):
        pieces = re.split(r"(\d+|[a-z]+|\.)", text)
        return [int(piece) if piece.isdigit() else piece for piece in pieces if piece not in ("", ".")]


for line in sys.stdin:
    left, right = (parts(text) for text in json.loads(line))
    try:
        print(json.dumps((left > right) - (left < right)))
    except TypeError:
        print("null")

"""様式・文書番号・発行控え: how a record becomes paper.

For now it holds what paper and screen share in words: the 和暦 filters. It imports
``accounts`` and ``rules`` and knows no case.
"""

"""様式・文書番号・発行控え: how a record becomes paper.

A room registers its papers; here they are laid out, numbered and kept. It imports
``accounts`` and ``rules`` and knows no case.
"""

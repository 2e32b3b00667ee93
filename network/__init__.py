"""関係機関・社会資源: who else helps.

A contact (関係機関) belongs to a municipality (D33) and exists without any case:
福祉事務所, ハローワーク, 社協, 法テラス, an employer. This room imports ``accounts``
and ``rules`` only and knows no case.
"""

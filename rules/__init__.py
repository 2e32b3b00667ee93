"""きまり・暦・プロファイル・選択肢: what law and 要綱 say before any person exists.

The lowest room: no models, and it imports no other room. Here live the
transition engine (the only writer of ``state``), the refusals E-01 to E-37, the
calendar of Japanese administration (和暦, 年度, 祝日), the reader of municipality
profiles, the versioned choice lists, and the form fields that understand what an
office writes (dates in any notation, 3万, ふりがな).
"""

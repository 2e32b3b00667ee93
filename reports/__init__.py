"""ホーム・一覧・ケース画面: reads across all rooms and writes no case data.

The home screen, the case list and the case page each show several rooms at once; in
any of those rooms they would look sideways. The demo data stands here too, because it
is made by the verbs of every room.
"""

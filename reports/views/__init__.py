"""今日, the case list, the case page."""

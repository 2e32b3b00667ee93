"""支援調整会議: agenda, attendance, and what was decided on each case (実施要領 5)."""

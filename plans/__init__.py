"""プラン: what the person and the agency agreed to do, who decides it, how it went."""

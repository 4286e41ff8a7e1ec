"""Cards and boards: ranking, routing, walk orders, the merge, time thieves, lean coffee."""

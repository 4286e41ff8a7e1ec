"""The only place that knows SQL: tables, the quick lane, transactions, queries, search, migrations."""

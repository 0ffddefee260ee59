"""审核: what a good reviewer would say about a table. Rules, their runner, their findings; nothing is written."""

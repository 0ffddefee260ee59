"""What the field has agreed on: schemes of categories, measure units, word lists. Data, loaded once."""

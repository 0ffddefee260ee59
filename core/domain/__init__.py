"""Values of the field: amounts, indicator values, records, edits. No input or output."""

"""The district's table: counts files of many municipalities in one workbook, with totals."""

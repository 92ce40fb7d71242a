"""What people take away: ledgers as files, workbooks, tables and pages, and the workbook read back."""

"""What somebody saw at a hall: what to look for, the workbook to type it into, and how it becomes facts of the hall."""

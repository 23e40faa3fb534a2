"""Keeps a borough's data and its machine well: backups, bringing them back, and looking whether all is well."""

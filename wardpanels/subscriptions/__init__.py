"""Residents ask for mail, confirm that they mean it, and stop it: the pages, the links in mails, and who gets what."""

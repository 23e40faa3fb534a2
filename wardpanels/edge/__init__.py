"""The one server: public files, sign-up pages and the console behind one address."""

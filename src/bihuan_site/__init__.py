"""The site of Bihuan: the four stages as pages, for the people who run Party work in an agency."""

"""What is looked at to see whether all is well: a function for each line of the doctor's screen."""

"""Figures that leave the program: JSON, CSV, Excel and Word, with small numbers protected."""

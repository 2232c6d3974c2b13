"""Backups: what of a data folder goes into which archive, how it is taken and put back."""

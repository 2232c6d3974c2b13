"""What outlets answer: readers' programs in `public`, and members who print in `posters`."""

"""One page with the text of all pages, to be read from a file where there is no network.

Made of an edition's own bytes, so that nothing can be in it that readers were not given.
"""

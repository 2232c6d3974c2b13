"""The path of those without scripts: here the server itself seals (decision 33).

All of it runs in a process that was forked for one connection and ends with it. Nothing here keeps,
logs or sends what it reads; what it hands to the actions is sealed.
"""

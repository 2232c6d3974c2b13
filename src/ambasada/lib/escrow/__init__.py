"""The escrow: one identity in shares on paper, and what is done with it, offline.

An embassy may choose that some of its people together can open a case whose members lost their
keys. The identity exists for the length of a ceremony: on a machine without a network it is made,
split, tried and forgotten, and later joined to open one case. Everything that is sealed or opened
goes through the stock `age` tool; the shares are those of SLIP-0039, which other programs read.

`shares` splits and joins, `age_tool` runs the stock tool, `sheets` writes what goes on paper,
`records` what the server may know, `ceremonies` holds ceremony and drill, `exports` is the form in
which one case is carried to the offline machine, `opening` opens it there.
"""

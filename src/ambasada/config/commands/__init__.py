"""The commands, one family a file: `add_to` describes it, `run` loads objects and acts."""

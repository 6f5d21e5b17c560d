"""How fast we are: operations as ratios to a floor measured in the same run.

A floor is the same answer through the bare database driver and orjson, under the same server, with
no framework, no session, no permission and no history. Ratios travel between machines; seconds do
not. Everything happens in a throwaway install beside the real one.
"""

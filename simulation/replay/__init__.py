"""The replay: a run's event log as dots that move from channel to queue to agent to outcome.

`moves` says where each contact is when, `window` which part of a run is played, `record` packs both with the stories
into a few bytes, `page` makes a stand-alone HTML file; the scripts in `player` play it there and in JupyterLab alike.
"""

"""The discrete-event model, one room per idea."""

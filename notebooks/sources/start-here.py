# %% [markdown] name="title"
# # Start here
#
# Kundelab is a laboratory for customer service. You turn one lever, and meet the same customers with the same luck
# again.

# %% name="told" jupyter={"source_hidden": true}
import simulation as sim
from simulation.plots import case_timeline

case_timeline(sim.simulate(sim.load("tablet-order")))

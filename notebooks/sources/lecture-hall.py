# %% [markdown] name="title"
# # Lecture hall
#
# Two companies with the same customers, side by side. Which one would you rather call?

# %% name="hall" jupyter={"source_hidden": true}
import simulation as sim
from simulation.widgets import Lever, Question, hall

company = sim.load("reference-company").with_({"days": 5, "warm_up_days": 1})
hall(
    Question(
        company,
        levers=[
            Lever("teams.phone.agents", 2, 8),
            Lever("teams.email.agents", 1, 6),
            "integration.shared_history",
            "integration.identification",
            "integration.order_status",
            "transparency.labels",
        ],
        measures=["contacts_per_day", "asked_twice", "wait_min.phone", "satisfaction"],
        presets=["integrated", "with-history", "honest", "no-social"],
        replications=20,
    )
)

# %% [markdown] name="lecturer"
# ---
#
# **For the lecturer: ten minutes with this page.** Before the lecture choose *Run*, *Run All Cells*, and *View*,
# *Simple Interface*; make the browser as large as the room needs. Tell in two sentences what the company on the left is
# like: separate teams, and nobody sees what the others know. Then ask what would happen if the company on the right had
# one thing more, and turn that one lever, without asking for the result. Let people guess with raised hands, lowest
# number first; type in the number with most hands, and show the result. Ask first those who were right *why*; then
# those who were wrong what they had thought of. Turn the lever back: the effect must vanish, for the customers are the
# same. At the end turn one lever that nobody believes in. Two rounds fill the time; a third is too many. Whatever hangs
# on satisfaction is assumed by us, and may be doubted aloud.

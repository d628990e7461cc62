# %% [markdown] name="title"
# # Lecture hall
#
# The same customers, in two companies. Where do they have to ask more often?

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
        measures=["contacts_per_day", "asked_twice", "wait_min.phone"],
        presets=["integrated", "with-history", "honest", "no-social"],
        replications=20,
    )
)

# %% [markdown] name="lecturer"
# ---
#
# **For the lecturer: ten minutes with this page.** Before the lecture choose *Run*, *Run All Cells*; then press *Ctrl*
# and *B* to close the side bar, and enlarge the page with *Ctrl* and *+* until the last row can read it. Tell in two
# sentences what both companies are like: separate teams, and nobody sees what the others know. Turn *one* lever of
# company B, and ask for hands: fewer contacts in A, fewer in B, no difference? Type in what you count, and press
# *Show*. Ask first somebody who was right, *why*; then somebody who was not, what she had thought of. Then turn the
# lever back: the difference must vanish, for the customers are the same. For the second round take a lever that nobody
# believes in; two rounds fill the time. The page marks what follows from the queues and what is assumed by us; the
# second may be doubted aloud.

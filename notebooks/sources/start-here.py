# %% [markdown] name="title"
# # Start here
#
# Kundelab is a laboratory for customer service. In it live companies with their customers: they phone, write, tweet,
# lose patience and come back; agents answer, ask, hand over, forget. You turn one lever, and the same customers come
# again, with the same luck. Whatever is different then, is different because of your lever.
#
# This page takes five minutes. You need not read any code.

# %% [markdown] name="how"
# ## How do I use a page like this?
#
# It is called a *notebook*. It has texts like this one, and *cells* that compute something. A cell is run with the keys
# *Shift* and *Enter* together; the page then goes on to the next cell. Or choose *Run*, then *Run All Cells*, in the
# menu at the top. **Do that now.** The page jumps to its end; scroll back up to *Turn a lever*, where a panel appears
# after some seconds.
#
# Grey bars that end in three dots hide code. You need not open them. Is your screen small? *Ctrl* and *B* together
# fold the list of files away, and bring it back.
#
# You cannot break anything. If a page looks strange, choose *Kernel*, then *Restart Kernel and Run All Cells*.

# %% [markdown] name="try"
# ## Turn a lever
#
# *Fjordtel* is an ordinary operator with ordinary customers. Some hold when they call, some lose patience and hang up.

# %% name="today" jupyter={"source_hidden": true}
import simulation as sim
from simulation.labs import say
from simulation.widgets import Lever, Question, panel

company = sim.load("reference-company").with_({"days": 5, "warm_up_days": 1})
wait = sim.compare({"today": company}, replications=10).interval("today", "wait_min.phone")
say("start-here.today", agents=company.teams["phone"].agents, minutes=wait.mean)

# %% [markdown] name="guess"
# What becomes of the wait if you take one agent away? Move the lever one step to the left. The panel asks for your
# guess first; you may also say that you would rather not guess.

# %% name="panel" jupyter={"source_hidden": true}
question = Question(
    company, [Lever("teams.phone.agents", 1, 8)], ["wait_min.phone", "abandonment.phone"], replications=10
)
panel(question)

# %% [markdown] name="read"
# ## What do I see?
#
# - **Before and after.** The company as it is, and the company as you made it. Both had the same customers.
# - **The interval** in brackets. No two days are the same, so the company was run several times over. The true value
#   lies most likely between the two ends. If zero lies between those of the *change*, nobody can tell whether your
#   lever did anything.
# - **Your guess.** To be wrong is how one learns here; nobody but you sees it.
#
# Move the lever with the mouse, or with the arrow keys once you have clicked on it. Take it as far as it goes, in both
# directions. Does the third agent who leaves do more harm than the first?

# %% [markdown] name="next"
# ## Where do I go next?
#
# - [Lab 1: the tablet order](lab-1-the-tablet-order.ipynb). One customer, one day, and what went wrong. Begin here.
# - [Lab 2: one phone team](lab-2-one-phone-team.ipynb). How busy can people be?
# - [Lab 3: one team or three?](lab-3-one-team-or-three.ipynb) Should agents who do different things sit together?
# - [Lab 4: open a channel?](lab-4-open-a-channel.ipynb) What does a new way to reach the company cost?
#
# A lab takes half an hour or a little more. Its first half needs no programming; its second half needs three lines of
# Python, which stand there already. For a lecture, there is [the lecture hall](lecture-hall.ipynb).

# %% [markdown] name="title"
# # Lab 1: what went wrong, and for whom?
#
# You need about half an hour. The first half needs no programming, the second half three lines of Python.
#
# Choose *Run*, then *Run All Cells*, in the menu above, and then scroll back up to here. Nothing below tells you an
# answer before you have made your guess: answers are folded, and you open them. Grey bars that end in three dots hide
# code; you need not open those.

# %% [markdown] name="story"
# ## The story
#
# **Solveig** orders a tablet in the web shop of her operator, *Fjordtel*. The shop is run by another company,
# *Nettbod*. She is logged in at Fjordtel, and types in her name and address nevertheless. No confirmation comes.
#
# The next day she looks at My Page. It shows nothing of an order. The contact page lists phone, Twitter and Facebook
# side by side, as if they were all the same. So she tweets: where is my tablet?
#
# Nobody answers. She writes on Facebook. There **Ida** answers, asks for her phone number, and cannot help: the case
# belongs to **Jon**, who minds Twitter. Social media are slow, says Ida, better phone. Solveig would rather wait for a
# tweet than hold.
#
# Jon has a new phone, and has forgotten his duties. When he is back he says so, honestly. He asks for her number once
# more, looks in his systems, and asks Nettbod. Then she knows where her tablet is. Everybody has been friendly all day.

# %% name="told" jupyter={"source_hidden": true}
from IPython.display import display

import simulation as sim
from simulation.counterfactuals import counterfactuals
from simulation.labs import assumed, cite, exactly, fair_comparison, folded, follows, say, side_by_side, texts_say
from simulation.plots import case_timeline, counterfactual_bars, two_worlds
from simulation.plots.style import times
from simulation.trace import trace
from simulation.widgets import Question, panel, replay, views

SOLVEIG = -1  # the first, and only, named customer of this case
tablet = sim.load("tablet-order")
told = sim.simulate(tablet)
as_told = told.cases().iloc[0]

display(case_timeline(told, SOLVEIG))
say(
    "lab-1.told",
    reply=as_told["first_reply_min"],
    answer=as_told["info_min"],
    contacts=times(as_told["contacts"]),
    asks=times(as_told["asks"]),
)

# %% [markdown] name="read"
# Time runs from left to right, and everybody has a lane. Who waits for whom? Find the longest wait, and the one that
# could have been spared most easily. Are they the same?

# %% [markdown] name="predict"
# ## Predict
#
# The same day shall happen again: the same Solveig with the same patience, the same Ida, the same Jon with the same new
# phone. Only one thing is different. Somebody at Fjordtel has had an idea: *let us be honest on the contact page.*
# Twitter and Facebook are unofficial there now, and slow; the phone is quick.
#
# - Will Solveig's tweet be answered sooner, later, or at the same minute?
# - Will she phone instead?
# - And if Jon had a better excuse: what would that have changed?
#
# Write your answers down. Then choose the policy *honest channel labelling* in the panel, and guess: after how many
# minutes does the first reply come now? As long as you have not guessed, or said that you would rather not, the panel
# shows nothing.

# %% name="panel" jupyter={"source_hidden": true}
question = Question(
    tablet,
    levers=[
        "transparency.labels",
        "transparency.reason",
        "teams.twitter.attention",
        "integration.confirmation",
        "integration.order_status",
        "integration.identification",
        "integration.shared_history",
        "integration.partner_minutes",
    ],
    measures=["first_reply_min", "solution_min", "contacts", "asks_per_case", "satisfaction"],
    presets=list(tablet.policies),
    view=views.case,
    replications=1,
)
panel(question)

# %% [markdown] name="run"
# ## Run
#
# Now turn the levers in the panel, each alone: turn it back before you take the next. Make yourself a small table: for
# each lever the minutes to the first reply, the minutes to the solution, how often she contacts the company, how often
# she is asked for her number.
#
# - Which levers change *when* she gets the first reply?
# - Which change only the answer?
# - Which change no minute at all, and what do they change?
# - Which change nothing that she would notice?

# %% [markdown] name="python"
# ### The same in three lines of Python
#
# The cell below does what the panel does: it turns a lever, lets the day happen, and shows her case. Turn another one,
# and press *Shift* and *Enter*; for instance
#
# - `"teams.twitter.attention": "always"`
# - `"transparency.reason": "legitimate"`
# - `"integration.identification": 1`
#
# Under the panel's result stands the same for whatever you have turned there.

# %% name="three-lines"
honest = sim.simulate(tablet.with_({"transparency.labels": "honest"}))
with folded():
    display(honest.cases()[["contacts", "asks", "first_reply_min", "info_min"]])

# %% [markdown] name="came-out"
# ## What came out?
#
# Say it in your own words first, to your neighbour or on paper: what did the honest label do for Solveig, and what did
# it leave as it was? Then open.

# %% name="labels" jupyter={"source_hidden": true}
labelled = sim.simulate(tablet.policy("L2"))
with_labels = labelled.cases().iloc[0]
with folded("lab-1.fold-labels"):
    say(
        "lab-1.labels",
        reply=with_labels["first_reply_min"],
        told=as_told["first_reply_min"],
        contacts=times(with_labels["contacts"]),
        asks=times(with_labels["asks"]),
    )
    say("lab-1.marks")
    follows()
    assumed("behaviour.patience_ratio")

# %% name="reasons" jupyter={"source_hidden": true}
excused = sim.simulate(tablet.policy("L4b")).cases().iloc[0]
with folded("lab-1.fold-reasons"):
    say(
        "lab-1.reasons",
        reply=excused["first_reply_min"],
        told=as_told["first_reply_min"],
        before=as_told["satisfaction"],
        after=excused["satisfaction"],
    )
    assumed("satisfaction.illegitimate")
    assumed("satisfaction.legitimate")

# %% name="policies" jupyter={"source_hidden": true}
with folded("lab-1.fold-policies"):
    rows = [row._asdict() for row in counterfactuals(tablet, SOLVEIG)]
    display(counterfactual_bars([row | {"scenario": tablet.policies[row["scenario"]].title} for row in rows]))
    say("lab-1.policies")

# %% [markdown] name="off"
# ## Switch it off
#
# One lever, alone, makes the long wait vanish. Which one have you found? The cause of a wait is what you must take away
# to make it go. Was it the company's systems, its contact page, or somebody's attention?

# %% name="attention" jupyter={"source_hidden": true}
attentive = sim.simulate(tablet.policy("L4c"))
at_desk = attentive.cases().iloc[0]
with folded("lab-1.fold-off"):
    say(
        "lab-1.off",
        reply=at_desk["first_reply_min"],
        answer=at_desk["info_min"],
        told_reply=as_told["first_reply_min"],
        told_answer=as_told["info_min"],
        contacts=times(at_desk["contacts"]),
    )
    display(two_worlds(told, attentive, SOLVEIG, ("as told", "Jon is at his desk")))
    follows()

# %% [markdown] name="person"
# ## One person, twice
#
# Here is Solveig with the same luck in two worlds, event by event. Find the first line in which they differ. What
# exactly made her write on Facebook in one world, and not in the other?

# %% name="twice" jupyter={"source_hidden": true}
with folded("lab-1.fold-person"):
    display(two_worlds(told, labelled, SOLVEIG, ("as told", "honest labels")))
    display(side_by_side(told, labelled, ("as told", "honest labels"), SOLVEIG))

# %% [markdown] name="watch"
# You may also watch her day as it was told. Press *Play*; her story is written beside the picture, and every line of it
# takes you to its moment. (The table below it counts the first reply from anybody: here Ida's, on Facebook.)

# %% name="replay" jupyter={"source_hidden": true}
replay(told, "Solveig")

# %% [markdown] name="questions"
# ## Questions
#
# - Solveig would rather be answered on Twitter than wait on the phone. Must a company serve customers where they ask,
#   or where it serves best?
# - To be open is a strength, and yet the honest reason did not look good. When is it better to give none? What would
#   you have to know about those who read along?
# - Two companies had to work together here. Which of the levers can Fjordtel turn without Nettbod?
# - Everybody was friendly. What is friendliness worth to Solveig, and who should say so: she, or a coefficient?
#
# Discuss first; then open what the texts behind these cases say. They do not agree.

# %% name="texts" jupyter={"source_hidden": true}
with folded("lab-1.fold-texts"):
    say("lab-1.texts-where")
    texts_say("0.22", "4.10", "2.31", "1.23")
    say("lab-1.texts-counted", online=cite("online-support"), day=cite("answer-within-a-day"))
    say("lab-1.texts-open")
    texts_say("0.30", "0.34", "0.35", "0.36")
    say("lab-1.texts-friendly")
    texts_say("0.10", "0.24", "0.11")

# %% [markdown] name="own"
# ## Your own experiment
#
# One case is one story: nothing in it tells what happens to everybody. In a company with two thousand customers luck
# matters, so we let the same customers meet both worlds, several times over, and look at the difference with its
# interval.
#
# Change the lever and the measure, write your guess in place of `None`, and run the cell. Some levers:
# `"transparency.labels"` with `"equal"`, `"honest"` or `"none"`; `"integration.identification"` with a share such as
# `0.95`; `"teams.phone.agents"`; `"teams.social.attention"` with `"always"` or `"distracted"`. Some measures:
# `"first_reply_min"`, `"contacts_per_day"`, `"asks_per_case"`, `"abandonment.phone"`, `"satisfaction"`.

# %% name="fair"
company = sim.load("reference-company").with_({"days": 10, "warm_up_days": 2})
mine = company.with_({"transparency.labels": "honest"})
fair_comparison(company, mine, "first_reply_min", guess=None)

# %% [markdown] name="memo"
# Write three sentences: what you changed and expected; what came out, with its interval; and whether it *follows from
# the queues* or hangs on something that we *assumed*. Would your neighbour believe it?
#
# Next: [Lab 2, one phone team](lab-2-one-phone-team.ipynb). How busy can people be?

# %% [markdown] name="promise"
# ---
#
# *What this page promises.* Every lab declares what must be so, and checks it whenever it is run. This one declares
# Solveig's day in two worlds, to the minute. If the model ever told her day differently, you would see an error here.

# %% name="declared" jupyter={"source_hidden": true}
BEFORE_TUESDAY = ["order_placed", "confirmation_missing", "selfservice_fail", "channels_seen"]
TO_THE_MINUTE = {
    "as told": [0, 60, 60, 80, 80, 90, 91, 92, 93, 210, 212, 222, 237, 297, 4617],
    "honest labels": [0, 210, 212, 222, 237, 297, 4617],
}
days = {"as told": trace(told, SOLVEIG), "honest labels": trace(labelled, SOLVEIG)}
minutes = {name: [line.t_min for line in day if line.event not in BEFORE_TUESDAY] for name, day in days.items()}
exactly(minutes, TO_THE_MINUTE, "lab-1.test")

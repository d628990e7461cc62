# %% [markdown] name="title"
# # Lab 3: one team or three?
#
# Three teams in one corridor, and two people who know them well and do not agree. Three quarters of an hour; the first
# half asks for no programming. Run all cells (the menu *Run*, then *Run All Cells*) and come back to the top: what
# would tell you a result stays folded until you open it.

# %% name="world" jupyter={"source_hidden": true}
from IPython.display import display

import simulation as sim
from simulation.labs import (
    assumed,
    differs,
    equivalent,
    exactly,
    fair_comparison,
    folded,
    follows,
    say,
    side_by_side,
    texts_say,
)
from simulation.plots import before_after, day_profile, two_worlds
from simulation.widgets import Question, panel

company = sim.load("reference-company").with_({"days": 5, "warm_up_days": 1})

# %% [markdown] name="corridor"
# ## Who is right in the corridor?

# %% name="story" jupyter={"source_hidden": true}
agents = {name: team.agents for name, team in company.teams.items()}
say("lab-3.story", **agents, all=sum(agents.values()))

# %% name="day" jupyter={"source_hidden": true}
ordinary = sim.simulate(company)
display(day_profile(ordinary))
say("lab-3.today", asked=100 * ordinary.measures()["asked_twice"], seconds=60 * ordinary.measures()["wait_min.phone"])

# %% [markdown] name="predict"
# ## What do you think?
#
# The picture is an average day of the three teams: who waits, and how many are at work. Before you run anything, write
# down what becomes of each of these, if the three teams become one and nothing else changes.
#
# - The time that callers hold the line.
# - The share of the customers who are asked who they are twice or more.
# - What customers think of it all.
#
# Then two more, if the agents also see each other's notes.

# %% [markdown] name="run-question"
# ## Will they wait, and will they be asked?
#
# In the panel, choose the policy *the same eight agents in one team, nothing shared*, type what share will be asked
# twice (the panel shows in what unit), and press *See*. Then turn the history up, in one team and in three. Is there a
# company in which everybody gains?

# %% name="panel" jupyter={"source_hidden": true}
question = Question(
    company,
    levers=["integration.shared_history"],
    measures=["asked_twice", "wait_min.phone", "satisfaction"],
    presets=["pooled", "with-history", "pooled-with-history"],
)
panel(question)

# %% [markdown] name="python"
# The same in Python, for all four companies at once. No notes are perfect: here an agent finds them nearly always.

# %% name="run"
notes = {"integration.shared_history": 0.95}
pooled = company.policy("pooled")
worlds = {"three teams": company, "one team": pooled}
worlds |= {"three teams, notes": company.with_(notes), "one team, notes": pooled.with_(notes)}
four = sim.compare(worlds, replications=16)

# %% [markdown] name="came-out"
# ## What came out?
#
# Say first which differences you are sure of. An interval that leaves out zero is one that you may be sure of; one
# that does not leaves you where you were.

# %% name="picture"
shown = ["asked_twice", "wait_min.phone", "reply_median_min.email", "contacts_per_day", "solved", "satisfaction"]
with folded("lab-3.fold-picture"):
    display(before_after(four, "three teams", "one team", shown))


# %% name="table" jupyter={"source_hidden": true}
def row(name):
    twice, wait, satisfaction = (
        four.interval(name, each) for each in ("asked_twice", "wait_min.phone", "satisfaction")
    )
    return f"| {name} | {100 * twice.mean:.1f} | {60 * wait.mean:.0f} | {satisfaction.mean:.3f} |"


with folded("lab-3.fold-why"):
    more = four.difference("three teams", "one team", "asked_twice").interval
    less = four.difference("three teams", "one team", "wait_min.phone").interval
    say("lab-3.came-out", rows="\n".join(map(row, worlds)), more=100 * more.mean, low=100 * more.low,
        high=100 * more.high, seconds=-60 * less.mean, least=-60 * less.high, most=-60 * less.low,
        stranger=100 * (1 - 1 / agents["phone"]), among=agents["phone"],
        stranger_in_all=100 * (1 - 1 / sum(agents.values())), all=sum(agents.values()))  # fmt: skip
    follows()

# %% name="declared" jupyter={"source_hidden": true}
differs(four.difference("three teams", "one team", "asked_twice"), "lab-3.asked-twice", "more")
differs(four.difference("three teams", "one team", "wait_min.phone"), "lab-3.wait", "less")

# %% [markdown] name="switch"
# ## What if the agents remember?
#
# In both companies the agents now read each other's notes. What is left of what one team does to those who are asked
# twice? And of what it does to the wait?

# %% name="switched-off"
equivalent(four.difference("three teams, notes", "one team, notes", "asked_twice"), 0.005, "lab-3.off")
differs(four.difference("three teams, notes", "one team, notes", "wait_min.phone"), "lab-3.wait-notes", "less")

# %% [markdown] name="which-first"
# Suppose that Fjordtel can afford one of the two this year. Which would you begin with: the team, or the notes? For
# whom?

# %% name="first" jupyter={"source_hidden": true}
with folded("lab-3.fold-first"):
    team, memory = (four.difference("three teams", name, "satisfaction").interval
                    for name in ("one team", "three teams, notes"))  # fmt: skip
    faster, shorter = (four.difference("three teams", name, "wait_min.phone").interval
                       for name in ("one team", "three teams, notes"))  # fmt: skip
    say("lab-3.which-first", team=team, memory=memory, faster=-60 * faster.mean, shorter=-60 * shorter.mean)
    assumed("satisfaction.ask")

# %% [markdown] name="one-person"
# ## What did Mrs Lie notice?
#
# Mrs Lie is the customer of whom Jorunn spoke. The model has two thousand customers; the next cell finds one like her,
# who calls twice, waits the first time, and is spared that wait by the one team. Her luck is the same in all worlds.
# The pictures know her by her number.

# %% name="find" jupyter={"source_hidden": true}
runs = {name: sim.simulate(worlds[name]) for name in ("three teams", "one team", "one team, notes")}
three, one = (runs[name].cases().set_index("case") for name in ("three teams", "one team"))
both = three.index.intersection(one.index)
three, one = three.loc[both], one.loc[both]
calls_twice = (three["contacts"] == 2) & (one["contacts"] == 2) & (three["first_channel"] == 0)
like_her = (three["asks"] == 1) & (one["asks"] == 2) & (three["first_reply_min"] > one["first_reply_min"])
mrs_lie = int(three[calls_twice & like_her]["customer"].iloc[0])

# %% name="timeline" jupyter={"source_hidden": true}
titles = ("Three teams", "One team")
with folded("lab-3.fold-person"):
    display(two_worlds(runs["three teams"], runs["one team"], mrs_lie, titles))

# %% name="side-by-side" jupyter={"source_hidden": true}
with folded("lab-3.fold-notes"):
    notes_too = ("one team", "one team, notes")
    display(side_by_side(*(runs[name] for name in notes_too), notes_too, mrs_lie))

# %% name="exact" jupyter={"source_hidden": true}
everybody = [run.cases() for run in runs.values()]
asked = [int(cases.loc[cases["customer"] == mrs_lie, "asks"].sum()) for cases in everybody]
exactly(asked, [1, 2, 1], "lab-3.mrs-lie")
with folded("lab-3.fold-others"):
    fewer = int(((three["asks"] == 2) & (one["asks"] == 1)).sum())
    say("lab-3.others", more=int(((three["asks"] == 1) & (one["asks"] == 2)).sum()), fewer=fewer)

# %% [markdown] name="questions"
# ## What would you tell Åse?
#
# - In which company would Jorunn be right to keep the teams apart? What do three teams know that one does not?
# - Shared notes are also notes that many can read. Who should not?
# - Is it an annoyance to be asked twice, or a safeguard?
# - One team treats every matter alike, whoever brings it and wherever. Do the texts want that?

# %% name="texts" jupyter={"source_hidden": true}
with folded("lab-3.fold-texts"):
    say("lab-3.texts-asked")
    texts_say("0.28", "0.29", "0.25", "3.20")
    say("lab-3.texts-alike")
    texts_say("4.10", "1.30", "1.11")
    say("lab-3.texts-read")
    texts_say("2.24", "2.25")
    say("lab-3.limits")

# %% [markdown] name="own"
# ## How few agents would do?
#
# **Your own experiment.** One team with notes spares its agents work. How many of them could do something else before
# customers hold the line as long as they do today? Change the number of agents, write your guess (in minutes) in the
# place of `None`, and run the cell. Then do it again with another measure, such as `"asked_twice"` or
# `"reply_median_min.email"`, before you write your sentence: somebody may pay for what somebody else gains.

# %% name="own-experiment"
mine = worlds["one team, notes"].with_({"teams.everyone.agents": 7})
fair_comparison(company, mine, "wait_min.phone", guess=None, replications=10)

# %% [markdown] name="next"
# Next: [Lab 4, open a channel](lab-4-open-a-channel.ipynb). What does Twitter cost?

# %% [markdown] name="title"
# # Lab 2: how busy can they be?
#
# A sheet of paper on which the sum is right, and a line of people who wait. Half an hour, and no programming in the
# first half. Run all cells (the menu *Run*, then *Run All Cells*) and come back to the top: what would tell you a
# result stays folded until you open it.

# %% name="world" jupyter={"source_hidden": true}
from IPython.display import display

import simulation as sim
from simulation.labs import differs, equivalent, exactly, fair_comparison, folded, follows, say, texts_say
from simulation.plots import wait_curve
from simulation.theory import erlang_c
from simulation.widgets import Lever, Question, panel

team = sim.load("phone-team")
today, merged = team.policy("as-it-is"), team.policy("busier")

# %% [markdown] name="who-is-right"
# ## Is Halvard right?

# %% name="story" jupyter={"source_hidden": true}
agents, minutes = team.teams["phone"].agents, team.channels["phone"].work.mean
a_day, a_day_merged = (world.needs["call"].per_day for world in (today, merged))
formula_today, formula_merged = (erlang_c(agents, calls / 1440, minutes) for calls in (a_day, a_day_merged))

say(
    "lab-2.story",
    agents=agents,
    minutes=minutes,
    calls=a_day / 24,
    busy=100 * formula_today.occupancy,
    idle=100 * (1 - formula_today.occupancy),
    growth=100 * (a_day_merged / a_day - 1),
    busier=100 * formula_merged.occupancy,
    seconds=60 * formula_today.mean_wait,
)

# %% [markdown] name="think"
# ## What do you think?
#
# Note two guesses before you go on.
#
# - How many minutes will a caller wait on average, when the calls have grown and the team has not?
# - Suppose that every call took exactly the same time. Would anybody still have to wait?
#
# Now put the first question to the model. In the panel, choose the policy *an eighth more calls, the same ten agents*,
# type your guess and press *See* (or say that you would rather not guess). Then turn the levers yourself: calls and
# agents, one at a time. Where does the wait begin to hurt? (*Answered in time* means within twenty seconds; the
# *occupancy* is the share of their time on duty that agents are busy.)

# %% name="panel" jupyter={"source_hidden": true}
question = Question(
    team,
    levers=[Lever("needs.call.per_day", low=1440, high=2736, step=72), Lever("teams.phone.agents", low=8, high=20)],
    measures=["wait_min.phone", "service_level.phone", "abandonment.phone", "occupancy.phone"],
    presets=["busier", "spare", "busier-and-spare", "busier-and-even", "busier-and-impatient"],
)
panel(question)

# %% [markdown] name="python"
# The same in three lines of Python. Every pair of runs meets the same callers with the same luck; more pairs make the
# interval narrower.

# %% name="run"
waits = sim.compare({"today": today, "merged": merged}, replications=20)
change = waits.difference("today", "merged", "wait_min.phone").interval
with folded("lab-2.fold-change"):
    print(change)

# %% [markdown] name="what-came-out"
# ## What came out?
#
# Before you open anything: by which number would you multiply the wait of today? And does your interval leave that
# number room?

# %% name="came-out" jupyter={"source_hidden": true}
before, after = (waits.interval(name, "wait_min.phone") for name in ("today", "merged"))
with folded("lab-2.fold-times"):
    say(
        "lab-2.came-out",
        before=before,
        after=after,
        formula_before=formula_today.mean_wait,
        formula_after=formula_merged.mean_wait,
        times=formula_merged.mean_wait / formula_today.mean_wait,
        growth=100 * (a_day_merged / a_day - 1),
        pairs=change.replications,
    )
    follows()

# %% [markdown] name="curve-question"
# Take a pencil and draw how the wait goes with the share of the time that the agents are busy, from a third to nearly
# all of it. Then look.

# %% name="curve"
busy = [0.5, 0.6, 0.7, 0.85]
worlds = {share: team.with_({"needs.call.per_day": share * agents * 1440 / minutes}) for share in busy}
others = sim.compare(worlds, replications=6)
points = {share: others.interval(share, "wait_min.phone") for share in busy} | {0.8: before, 0.9: after}
with folded("lab-2.fold-curve"):
    display(wait_curve(points, agents, minutes))

# %% name="declared" jupyter={"source_hidden": true}
before_runs, after_runs = (waits.values(name, "wait_min.phone") for name in ("today", "merged"))
differs(sim.paired_difference([2 * wait for wait in before_runs], after_runs), "lab-2.more-than-twice", "more")
exactly(formula_merged.mean_wait > 3 * formula_today.mean_wait, True, "lab-2.three-times")
equivalent(sim.mean_interval([wait - formula_today.mean_wait for wait in before_runs]), 0.3, "lab-2.agree")

# %% [markdown] name="spare-question"
# ## What if somebody is always free?
#
# Borghild dreams of a team so large that somebody is always free (the policy *eighteen agents, who are never short of
# time*). The same calls come, then the same growth. What does the growth add to the wait now? Guess; then open the
# test.

# %% name="spare"
spare = sim.compare({"today": team.policy("spare"), "merged": team.policy("busier-and-spare")}, replications=4)
equivalent(spare.difference("today", "merged", "wait_min.phone"), 0.02, "lab-2.spare")

# %% [markdown] name="even-question"
# So the growth does nothing by itself. And what do the uneven calls do? Let every call take the same time, with the
# same mean. This was your second guess.

# %% name="even"
evened = sim.compare({"uneven": merged, "even": team.policy("busier-and-even")}, replications=8)
differs(evened.difference("uneven", "even", "wait_min.phone"), "lab-2.even", "less")
uneven, even = (evened.interval(name, "wait_min.phone").mean for name in ("uneven", "even"))
with folded("lab-2.fold-even"):
    say("lab-2.even-left", uneven=uneven, even=even, left=100 * even / uneven)
    follows()

# %% [markdown] name="questions"
# ## And what would you do?
#
# **To discuss.**
#
# - Halvard calls it slack. What is it for?
# - Callers here never hang up; real ones do. Does that make their wait longer or shorter, and what does Borghild's
#   report no longer show? (In the panel, take the policy *an eighth more calls, from callers who hang up*.)
# - Would a team of four times the size, with four times the calls, wait as long?
# - Two of the texts behind these cases do not agree about the hours in which nobody calls. Which of them would Halvard
#   quote, and which Borghild?

# %% name="texts" jupyter={"source_hidden": true}
with folded("lab-2.fold-texts"):
    say("lab-2.texts-hours")
    texts_say("4.9", "0.17")
    say("lab-2.texts-growth")
    texts_say("2.22", "1.6")
    say("lab-2.limits")

# %% [markdown] name="own"
# **Your own experiment.** How few new agents would give the callers back the wait of today? Change the number of
# agents, write your guess (in minutes) in the place of `None`, and run the cell. With more `replications` the interval
# becomes shorter: go on until you can decide. Then write one sentence: what you changed, for whom, by how much, how
# sure you are, and whether it follows from the queues or from something that somebody assumed.

# %% name="own-experiment"
mine = merged.with_({"teams.phone.agents": 11})
fair_comparison(today, mine, "wait_min.phone", guess=None, replications=10)

# %% [markdown] name="next"
# Next: [Lab 3, one team or three](lab-3-one-team-or-three.ipynb). Would a larger team help?

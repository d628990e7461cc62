# %% [markdown] name="title"
# # Lab 4: what does Twitter cost?
#
# One more place to ask, and not one question more. Half an hour; the first half asks for no programming. Run all cells
# (the menu *Run*, then *Run All Cells*) and come back to the top: what would tell you a result stays folded until you
# open it.

# %% name="world" jupyter={"source_hidden": true}
import simulation as sim
from simulation.labs import assumed, cite, differs, equivalent, exactly, fair_comparison, folded, say, texts_say
from simulation.strings import t
from simulation.widgets import Question, panel

company = sim.load("reference-company").with_({"days": 5, "warm_up_days": 1}).policy("no-social")
opened = {
    "channels.twitter.open": True,
    "channels.facebook.open": True,
    "teams.email.agents": 3,
    "teams.social.agents": 1,
}
now_and_then = opened | {"teams.social.attention": "distracted"}
fjordtel = company.with_(
    {
        "policies.attended": {"title": t("lab-4.attended"), "changes": opened},
        "policies.now-and-then": {"title": t("lab-4.now-and-then"), "changes": now_and_then},
    }
)

# %% [markdown] name="proposal"
# ## Does it cost nothing?

# %% name="story" jupyter={"source_hidden": true}
staff = {name: fjordtel.teams[name].agents for name in ("phone", "email")}
contacts = sim.simulate(fjordtel).measures()["contacts_per_day"]
say("lab-4.story", **staff, contacts=contacts, figure=cite("online-support"))

# %% [markdown] name="think"
# Write down what you expect before you run anything. When Fjordtel opens Twitter and Facebook, and Didrik is there:
#
# - Does the phone get quieter?
# - Do customers contact Fjordtel more often, less often, or as often as before, all channels together?
# - And if Didrik is there for some hours, and away for some hours?
#
# Then let the panel run it. Choose the policy *open, and Didrik is there*, type how many contacts a day you expect in
# all, and press *See*. Then take the other policy. Afterwards turn the levers: what would spare Fjordtel contacts, and
# what would not?

# %% name="panel" jupyter={"source_hidden": true}
question = Question(
    fjordtel,
    levers=["teams.social.attention", "channels.twitter.solve", "transparency.labels"],
    measures=["contacts_per_day", "failure_demand", "abandonment.phone", "satisfaction"],
    presets=["attended", "now-and-then"],
)
panel(question)

# %% [markdown] name="came-out"
# ## Is it the same, in other places?
#
# In Python: three companies, the same customers, the same luck.

# %% name="run"
worlds = {"no social media": fjordtel}
worlds |= {"attended": fjordtel.policy("attended"), "now and then": fjordtel.policy("now-and-then")}
three = sim.compare(worlds, replications=12)

# %% [markdown] name="before-you-open"
# Before you open the next line: of the needs, the calls, the e-mails and the contacts of a day, which have grown,
# which have shrunk, which are the same? And where does the difference come from?


# %% name="table" jupyter={"source_hidden": true}
def row(name):
    found = three.runs[name]
    days = fjordtel.days - fjordtel.warm_up_days
    each = {key: sum(run.measures.get(key, 0) for run in found) / len(found) for key in found[0].measures}
    calls, mails, tweets, posts = (each[f"offered.{one}"] / days for one in ("phone", "email", "twitter", "facebook"))
    numbers = (each["cases_per_day"], each["contacts_per_day"], calls, mails, tweets + posts)
    return f"| {name} | " + " | ".join(f"{one:.0f}" for one in numbers) + f" | {100 * each['failure_demand']:.0f} |"


attended = three.difference("no social media", "attended", "contacts_per_day").interval
distracted = three.difference("attended", "now and then", "contacts_per_day").interval
with folded("lab-4.fold-came-out"):
    hours = three.interval("now and then", "reply_median_min.twitter").mean / 60
    rows = "\n".join(map(row, worlds))
    say("lab-4.came-out", rows=rows, attended=attended, distracted=distracted, hours=hours)

# %% name="declared" jupyter={"source_hidden": true}
needs = {name: three.values(name, "cases_per_day") for name in worlds}
exactly(needs, dict.fromkeys(worlds, needs["no social media"]), "lab-4.same-needs")
differs(three.difference("no social media", "attended", "offered.phone"), "lab-4.quieter", "less")
differs(attended, "lab-4.attended-more", "more")
differs(distracted, "lab-4.distracted-more", "more")

# %% [markdown] name="switch"
# ## What if nobody lost patience?
#
# Let every customer wait for a written answer as long as it takes. Which of the two differences is gone now, and which
# is still there? And what must a tweet be able to do, so that the other one goes as well?

# %% name="off"
patience = {"behaviour.patience_ratio": 100_000}
as_an_email = {"transparency.private_messages": True}
for channel in ("twitter", "facebook"):
    for key in ("solve", "hand_off"):
        as_an_email[f"channels.{channel}.{key}"] = getattr(company.channels["email"], key)

patient = {name: world.with_(patience) for name, world in worlds.items()}
patient["as good as an e-mail"] = patient["attended"].with_(as_an_email)
off = sim.compare(patient, replications=12)
equivalent(off.difference("attended", "now and then", "contacts_per_day"), 3, "lab-4.patient")
equivalent(off.difference("no social media", "as good as an e-mail", "contacts_per_day"), 3, "lab-4.solved")

# %% name="cause" jupyter={"source_hidden": true}
with folded("lab-4.fold-cause"):
    say("lab-4.cause", second=off.difference("no social media", "attended", "contacts_per_day").interval)
    assumed("behaviour.repeat")
    assumed("behaviour.switch")
    assumed("channels.twitter.solve")

# %% [markdown] name="questions"
# ## Would you open it?
#
# - What does it cost that Didrik sits and waits for tweets? And who pays while he does not?
# - For whom would you open Twitter nevertheless?
# - Two of the texts would open it at once, and one would rather put its house in order first. What would each have to
#   be right about?
# - Vilde's figure is a share of customers who *expect* support online. How many of them would tweet, do you think?

# %% name="texts" jupyter={"source_hidden": true}
with folded("lab-4.fold-texts"):
    say("lab-4.texts-begin")
    texts_say("3.19", "4.7", "1.27", "1.28")
    say("lab-4.texts-beside")
    texts_say("2.3", "4.13", "3.18")
    say("lab-4.texts-there")
    texts_say("4.9", "0.17", "1.4")
    say("lab-4.limits")

# %% [markdown] name="own"
# ## What would spare them the second contact?
#
# **Your own experiment.** Didrik stays what he is: there now and then. What else can Fjordtel do, so that its
# customers do not have to come twice? Below, the contact page says how slow Twitter is. Change what you like, write
# your guess in the place of `None`, and run the cell. Then look at what it does to those who phone
# (`"abandonment.phone"`), and write one sentence with its interval.

# %% name="own-experiment"
mine = worlds["now and then"].with_({"transparency.labels": "honest"})
fair_comparison(worlds["now and then"], mine, "contacts_per_day", guess=None, replications=10)

# %% [markdown] name="next"
# This was the last of the four labs. In [the lecture hall](lecture-hall.ipynb) two companies stand side by side: change
# one of them, and let somebody else guess what comes of it.

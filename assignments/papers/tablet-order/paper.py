# %% [markdown]
# # The tablet order: practice exam
#
# Solveig orders a tablet in the web shop of her operator, *Fjordtel*. Another company, *Nettbod*, runs the shop. She types
# in her name and address, although Fjordtel has had them for years. No confirmation comes. The next day My Page shows
# nothing of an order, and the contact page lists phone, Twitter and Facebook as if they were equals. The file `case.md`
# tells the whole story; read it first.
#
# **Answers.** An answer is a number or a letter in its own cell, such as `answer_1 = 61.4` or `answer_11 = "b"`, at most
# 200 characters. Work it out wherever you like, on paper or with a computer; the cell holds the result, not the
# computation. Decimals have a point. Where a question asks for a whole number, it must be exact; otherwise 1 % to either
# side is right. Questions 1 to 16 give 40 points, question 17 gives 60. Your numbers are your own.
#
# **Words.** A *contact* is any attempt that the customer starts, in one channel at one time; an answer to an agent's
# question is none. `first_reply_min` is the first contact's wait for its reply, in minutes. *Acknowledged* is the first
# human reply in any channel. *Informed* is the moment of `information_given`. *Solved* is the end of the case: the answer
# met the need. *Failure demand* are all contacts but one kind: the first contact about a need that is not of the company's
# making. A question about the status of an order always is of its making, so all its contacts are failure demand.

# %% [markdown]
# ## Question 1 (3 points)
# On a Monday morning {{answer_1.calls}} calls an hour reach the {{answer_1.agents}} agents of Fjordtel's phone team. A call
# takes {{answer_1.minutes}} minutes on average. Arrivals are Poisson, the times of calls exponential, and nobody hangs up.
# How long does a caller wait on average, in **seconds**? Callers who are answered at once count with 0.

# %% item="answer_1"
answer_1 = ...

# %% [markdown]
# ## Question 2 (2 points)
# Next week Fjordtel expects {{answer_2.calls}} calls an hour of {{answer_2.minutes}} minutes each, and promises to answer at
# least {{answer_2.target}} % of the callers within {{answer_2.seconds}} seconds. How many agents does it need at least, under
# the same assumptions? A whole number.

# %% item="answer_2"
answer_2 = ...

# %% [markdown]
# ## Questions 3 to 6: your Solveig
#
# In your version of the day, minute 0 is her tweet, and this is how it goes:
#
# - The Twitter agent has a new phone and has forgotten his duties. He is back at his desk {{answer_3.back}} minutes after
#   the tweet, and opens it at once. Had he been there, he would have seen it {{answer_3.tweet_seen}} minutes after it came.
# - After {{answer_3.patience}} minutes without an answer, Solveig writes the same question on Facebook. The agent there sees
#   it {{answer_3.post_seen}} minutes after it came.
# - Either agent needs {{answer_3.handling}} minutes from opening a message to the first reply.
# - The Facebook agent replies, and finds within minutes that the case belongs to the Twitter agent. She cannot help.
# - The Twitter agent asks for Solveig's phone number 2 minutes after his first reply, although she has given it on Facebook.
#   She answers {{answer_3.number}} minutes later. An agent who can search by her name need not ask at all, and goes on from
#   his first reply.
# - Then he looks for {{answer_3.lookup}} minutes in Fjordtel's own systems and asks Nettbod, which answers after
#   {{answer_3.partner}} minutes. He passes the answer on at once. Now she is informed.
#
# All numbers are minutes. You can do this on paper. If you have the model at hand, the cell below runs the same day.

# %%
import simulation as sim

solveig = sim.load("tablet-order").with_(
    {
        "cast.1.luck.patience": {{answer_3.patience}} / 22.5,  # times the 22.5 minutes that the contact page makes her wait
        "cast.1.luck.poll": [{{answer_3.tweet_seen}} / 20, {{answer_3.post_seen}} / 20],  # agents look every 20 minutes
        "cast.1.luck.reply": {{answer_3.number}},
        "channels.twitter.work.mean": {{answer_3.handling}},
        "channels.facebook.work.mean": {{answer_3.handling}},
        "teams.twitter.attention_told": ["34 h", "{{answer_3.back}} min", "never"],  # turns away as she tweets, Tuesday at ten
        "handling.own_lookup": {{answer_3.lookup}},
        "integration.partner_minutes": {{answer_3.partner}},
    }
)
sim.simulate(solveig).cases()[["contacts", "acknowledged_min", "first_reply_min", "info_min"]]

# %% [markdown]
# **Question 3 (3 points).** After how many minutes is Solveig *acknowledged*? A whole number.

# %% item="answer_3"
answer_3 = ...

# %% [markdown]
# **Question 4 (3 points).** What is her `first_reply_min`? A whole number.

# %% item="answer_4"
answer_4 = ...

# %% [markdown]
# **Question 5 (4 points).** After how many minutes is she *informed*? A whole number.

# %% item="answer_5"
answer_5 = ...

# %% [markdown]
# **Question 6 (3 points).** Fjordtel does two things: the Twitter agent stays at his desk, and a customer database lets him
# find her number by her name. How many minutes **earlier** than in question 5 is she informed? A whole number. (Nettbod is
# as slow as before. In the model: `teams.twitter.attention` is `"always"`, `integration.identification` is 1.)

# %% item="answer_6"
answer_6 = ...

# %% [markdown]
# ## Questions 7 to 10: a log
#
# The file `{{answer_7.file}}` holds {{answer_7.cases}} cases of a quiet week at Fjordtel, one event a row: `minute` (0 is
# Monday 00:00), `case`, `need`, `event`, `channel`. The events are `contact`, `ask_phone_number` (an agent asks who the
# customer is), `information_given` and `solved`. Whatever happened after the last row is not in the log, and does not count.
#
# **Question 7 (2 points).** How many contacts do the {{answer_7.cases}} cases have together? (Divided by the cases it is
# *contacts per case*; here the whole number is asked for.)

# %% item="answer_7"
answer_7 = ...

# %% [markdown]
# **Question 8 (2 points).** How many of the questions (`ask_phone_number`) came after somebody had already asked in the same
# case? Count each question beyond the first of its case. A whole number.

# %% item="answer_8"
answer_8 = ...

# %% [markdown]
# **Question 9 (3 points).** How many of the contacts are *failure demand*? Use the definition above. A whole number.

# %% item="answer_9"
answer_9 = ...

# %% [markdown]
# **Question 10 (2 points).** Answered is not solved: in how many cases does the company give information although the case
# is never solved in the log? A whole number.

# %% item="answer_10"
answer_10 = ...

# %% [markdown]
# ## Question 11 (3 points)
# Two policies were compared with today's company, 40 replications with the same customers and the same luck. The tables show
# mean differences (policy minus today) with 95 % intervals. The numbers are invented.
#
# *Contacts per case*
#
# | policy | difference | 95 % interval |
# |---|---|---|
# {{answer_11.contacts}}
#
# *Satisfaction, from 0 to 1*
#
# | policy | difference | 95 % interval |
# |---|---|---|
# {{answer_11.satisfaction}}
#
# Which claim do the tables support?
#
# {{answer_11.claims}}

# %% item="answer_11"
answer_11 = ...

# %% [markdown]
# ## Question 12 (2 points)
# Before the study it was agreed that a change of the wait by less than {{answer_12.margin}} minutes is nothing to speak of.
# The differences came out like this (minutes, policy minus today, invented):
#
# | policy | difference | 95 % interval |
# |---|---|---|
# {{answer_12.rows}}
#
# Which claim does the table support?
#
# {{answer_12.claims}}

# %% item="answer_12"
answer_12 = ...

# %% [markdown]
# ## Questions 13, 14 and 16: a study of three banks
# A study followed the customer service of three banks on Twitter from 20 September to 10 November 2011. It reports that 36,
# 11 and 3 % of the complaints were resolved. The shares are shares of the *conversations that the bank answered*; each was
# coded by the bank's last message: resolved there, or redirected to another channel.
#
# **Question 13 (2 points).** Suppose that {{answer_13.complaints}} complaints reached the bank with {{answer_13.share}} %, and
# that it answered {{answer_13.answered}} of them. (These two counts are invented.) What share of **all** complaints was
# resolved on Twitter, in per cent?

# %% item="answer_13"
answer_13 = ...

# %% [markdown]
# **Question 14 (2 points).** A column of January 2012 retells the study and lets it end on 19 November. Suppose that
# {{answer_14.conversations}} conversations were coded (an invented count). How many is that a day by the study's own dates,
# the first and the last day included?

# %% item="answer_14"
answer_14 = ...

# %% [markdown]
# ## Question 15 (2 points)
# An article of March 2013 tells of a customer whose complaint on a company's Facebook page drew 31,000 "dislikes" and 3,000
# negative comments in three days. Suppose the page has {{answer_15.followers}} followers (an invented number). A student
# concludes that {{answer_15.share}} % of the followers were angry with the company. What do you answer?
#
# {{answer_15.claims}}

# %% item="answer_15"
answer_15 = ...

# %% [markdown]
# ## Question 16 (2 points)
# Somebody builds a model of the bank with 36 % in the study of question 13. In the model a conversation that the bank answers
# is redirected with probability *r*; all others are resolved with probability *s*. Four sets of parameters are proposed:
#
# | set | r | s |
# |---|---|---|
# {{answer_16.rows}}
#
# Which sets reproduce the 36 % to half a per cent, and which further figure from the bank would decide between them?
#
# {{answer_16.claims}}

# %% item="answer_16"
answer_16 = ...

# %% [markdown]
# ## Question 17: what should Fjordtel and Nettbod learn? (60 points)
# Write five short texts on the case in `case.md`, each in its own cell, about 250 words. For each of the four lessons, a to d:
# name the mechanism and the event that shows it; a theory, with what it claims; a concrete policy that works across both
# companies; its effect on the right measure, and one measure that it does *not* move; a limit, cost or trade-off. Each cell
# is marked out of 20 and counts with .6.
#
# **17 a. Integration.** What should the shop, the operator and the customer know of the same order?

# %% [markdown] essay="essay_integration"
# *Write your answer here.*

# %% [markdown]
# **17 b. Channels.** What *are* phone, Twitter and Facebook at Fjordtel, and where should a customer learn it?

# %% [markdown] essay="essay_channels"
# *Write your answer here.*

# %% [markdown]
# **17 c. Handling.** What should happen to a case from the moment an agent opens it?

# %% [markdown] essay="essay_handling"
# *Write your answer here.*

# %% [markdown]
# **17 d. Transparency.** What should customers be told, when, by whom, and what had better not be said?

# %% [markdown] essay="essay_transparency"
# *Write your answer here.*

# %% [markdown]
# **17 e. Synthesis.** How do the four lessons depend on each other? What comes first, given what the model shows and how sure
# it is? Use at least two other texts of the course, and name one point where they contradict each other. Here the rows are
# interactions (5), priorities (6), other texts (5) and clarity (4).

# %% [markdown] essay="essay_synthesis"
# *Write your answer here.*

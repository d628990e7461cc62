# %% [markdown]
# # Lab 2: one phone team
#
# Fjordtel's phone team has **{{answer_1.agents}} agents**. **{{answer_1.calls}} calls an hour** reach it, and a call takes
# **{{answer_1.minutes}} minutes** on average. Arrivals are Poisson, the times of calls exponential, nobody hangs up, the line
# is as long as need be. That is Erlang's model, M/M/c.
#
# Guess first, on paper: how busy are they, and how long does a caller wait? Then compute. A spreadsheet will do; so will
# the model, whose function takes calls and time in minutes:
#
# `from simulation.theory import erlang_c; erlang_c(servers=..., arrival_rate=..., service_mean=...)`
#
# An answer is a number in its cell, such as `answer_1 = 61.4`; within 1 % it is right. The cell holds the result, not the
# computation.
#
# With load *a* = calls an hour x minutes / 60 and *s* agents, a caller waits with probability
# *C* = *B* / (1 - *a/s* (1 - *B*)), where *B* comes from *B*(0) = 1 and *B*(n) = *a B*(n-1) / (n + *a B*(n-1)), up to n = *s*.
# The mean wait over all callers is *C* x minutes / (*s* - *a*); the share that waits longer than *t* minutes is
# *C* exp(-(*s* - *a*) *t* / minutes).

# %% [markdown]
# **Question 1 (2 points).** How busy are the agents, in per cent?

# %% item="answer_1"
answer_1 = ...

# %% [markdown]
# **Question 2 (3 points).** How long does a caller wait on average, in **seconds**?

# %% item="answer_2"
answer_2 = ...

# %% [markdown]
# **Question 3 (3 points).** What share of the callers is answered within {{answer_3.seconds}} seconds, in per cent?

# %% item="answer_3"
answer_3 = ...

# %% [markdown]
# **Question 4 (2 points).** The calls grow by **{{answer_1.growth}} %**; agents and times stay. How many times as long as before
# does a caller wait on average? (`2` would be twice as long.)

# %% item="answer_4"
answer_4 = ...

# %% [markdown]
# ## Question 5 (10 points)
# About 150 words. A manager says: "They are idle a fifth of the time, so we can take a fifth more calls." What do you answer,
# and which figure would you show?

# %% [markdown] essay="essay_idle"
# *Write your answer here.*

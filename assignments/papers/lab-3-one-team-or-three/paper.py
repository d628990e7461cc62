# %% [markdown]
# # Lab 3: one team or three?
#
# Fjordtel answers calls in three equal teams: north, middle and south. Each has **{{answer_1.agents}} agents** and gets
# **{{answer_1.calls}} calls an hour** of **{{answer_1.minutes}} minutes** on average. Arrivals are Poisson, the times of calls
# exponential, nobody hangs up. Somebody proposes to make one team of all, with all agents for all calls.
#
# Guess first, on paper: who wins, who loses? An answer is a number in its cell, such as `answer_1 = 61.4`; within 1 % it is
# right. The cell holds the result, not the computation. For Erlang C see lab 2, or `simulation.theory.erlang_c`.

# %% [markdown]
# **Question 1 (2 points).** How long does a caller wait on average in one of the three teams, in **seconds**?

# %% item="answer_1"
answer_1 = ...

# %% [markdown]
# **Question 2 (3 points).** How long does she wait on average if the three are one team, in **seconds**?

# %% item="answer_2"
answer_2 = ...

# %% [markdown]
# ## Those who call again
# **{{answer_1.again}} %** of the customers must call a second time about the same case. An agent asks everybody who she is whose
# case is new *to that agent*; at the first call that is everybody. The second call goes to any agent of the team with the same
# probability, the one of the first call included. In the three teams, she reaches her own team again.
#
# **Question 3 (3 points).** By how many **percentage points** is the share of customers who are asked twice higher in the one
# team than in three teams?

# %% item="answer_3"
answer_3 = ...

# %% [markdown]
# **Question 4 (2 points).** Now the agents of the one team share the history of cases: at **{{answer_1.history}} %** of the second
# calls an agent who is new to the case sees who the customer is, and does not ask. What share of all customers is asked twice,
# in per cent?

# %% item="answer_4"
answer_4 = ...

# %% [markdown]
# ## Question 5 (10 points)
# About 150 words. Would you make one team of the three? Use your numbers, and say for whom your answer would change.

# %% [markdown] essay="essay_pooling"
# *Write your answer here.*

# %% [markdown]
# # The fitter who never came
#
# *Havglimt* sells fibre; the fitters work for another company, *Stolpe*. Selma Aas ordered fibre in the spring. She took a
# day off for the fitter, who did not come; the web page said "on the way" until the evening. She wrote in the chat, was
# asked for her order number, wrote again the next morning, was asked for it again by another person, and then phoned.
# Everybody was friendly. Nobody could see Stolpe's calendar, nobody had told her that the chat closes at four, and the
# person who knew was on holiday.
#
# **Answers.** An answer is a number or a text in its own cell, such as `answer_1 = 61.4` or `answer_7 = "b"`, at most 200
# characters. Compute wherever you like; the answer cell holds the result, not the computation. Numbers count within 1 %
# unless the question says otherwise.
#
# **Words.** A *contact* is one call, chat or message from the customer. `first_reply_min` is the first contact's wait for
# its reply, in minutes. A case is *informed* when `information_given` stands in the log, *solved* at `case_end`.

# %% [markdown]
# ## Question 1
# {{answer_1.calls}} calls an hour reach {{answer_1.agents}} agents of Havglimt; a call takes {{answer_1.minutes}} minutes
# on average. How busy are the agents, in per cent?

# %% item="answer_1"
answer_1 = ...

# %% [markdown]
# ## Question 2
# In the evening {{answer_2.calls}} calls an hour reach {{answer_2.agents}} agents, {{answer_2.minutes}} minutes each;
# arrivals are Poisson, handling times exponential, nobody hangs up. How long does a caller wait on average, in minutes?

# %% item="answer_2"
answer_2 = ...

# %% [markdown]
# ## Questions 3 to 6: the log
# The file `{{answer_3.file}}` holds {{answer_3.cases}} cases, one event a row: `minute` since midnight of the first day,
# `case`, `actor`, `event`.
#
# **Question 3.** How many contacts in the log are *failure demand*, that is, all contacts of a case after its first?

# %% item="answer_3"
answer_3 = ...

# %% [markdown]
# **Question 4.** In how many cases was the customer asked for her order number (`ask_order_number`) more than once?

# %% item="answer_4"
answer_4 = ...

# %% [markdown]
# **Question 5.** What is the mean `first_reply_min` over all cases, in minutes?

# %% item="answer_5"
answer_5 = ...

# %% [markdown]
# **Question 6.** How long does a case last, on average, from informed to solved, in hours?

# %% item="answer_6"
answer_6 = ...

# %% [markdown]
# ## Question 7
# Two policies were compared with 40 paired replications; the table shows mean differences to today, with 95 % intervals.
#
# {{answer_7.table}}
#
# Which claim does the table support?
#
# {{answer_7.claims}}

# %% item="answer_7"
answer_7 = ...

# %% [markdown]
# ## Question 8
# {{answer_8.customers}} customers call. Each call is answered with probability {{answer_8.answered}}; a customer who is not
# answered calls again until she is. Simulate {{answer_8.replications}} replications: how many calls does the company get,
# on average over the replications? (Your answer may differ from the expected number by three standard errors.)

# %% item="answer_8"
answer_8 = ...

# %% [markdown]
# ## Question 9: what would have helped Selma Aas?
# Write five short texts on the case, each in its own cell. Name mechanisms with their events, theory, a policy that works
# across both companies, its effect on the right measure and one measure that it does *not* move, and its limits.
#
# **9 a. Integration.** What should Havglimt and Stolpe know of each other's customers?

# %% [markdown] essay="essay_integration"
# *Write your answer here.*

# %% [markdown]
# **9 b. Channels.** Which channels should there be, and who attends them?

# %% [markdown] essay="essay_channels"
# *Write your answer here.*

# %% [markdown]
# **9 c. Handling.** What should happen to a case that changes hands?

# %% [markdown] essay="essay_handling"
# *Write your answer here.*

# %% [markdown]
# **9 d. Openness.** What should customers be told, when, and what may not be promised?

# %% [markdown] essay="essay_openness"
# *Write your answer here.*

# %% [markdown]
# **9 e. Synthesis.** How do the four interact, what comes first, and where do your sources contradict each other?

# %% [markdown] essay="essay_synthesis"
# *Write your answer here.*

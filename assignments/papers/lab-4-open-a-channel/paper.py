# %% [markdown]
# # Lab 4: open a channel?
#
# Fjordtel's customers have **{{answer_1.needs}} needs a day**. So far all of them phone, and every call is answered. Now Fjordtel
# opens Twitter. **{{answer_1.tweet}} %** of the customers tweet first; the needs are the same as before, not one more.
#
# Guess first, on paper: does the phone get quieter? An answer is a number in its cell, such as `answer_1 = 61.4`; within 1 % it
# is right, in question 1 within half a per cent. The cell holds the result, not the computation.
#
# **Words.** A *contact* is any attempt that the customer starts, in one channel at one time.

# %% [markdown]
# ## Nobody attends it
# Nobody at Fjordtel reads Twitter. When their patience ends, **{{answer_1.again}} %** of those who tweeted tweet once more and
# then leave it; **{{answer_1.switch}} %** phone; **{{answer_1.give_up}} %** give up at once.
#
# **Question 1 (3 points).** How many contacts does Fjordtel get a day on average, all channels together?

# %% item="answer_1"
answer_1 = ...

# %% [markdown]
# **Question 2 (3 points).** What share of all needs is never answered, in per cent?

# %% item="answer_2"
answer_2 = ...

# %% [markdown]
# ## Somebody attends it, now and then
# Fjordtel asks one agent to mind Twitter. He is there for an exponential time with a mean of **{{answer_3.there}} minutes**, then
# away for an exponential time with a mean of **{{answer_3.away}} minutes**, and so on, day and night. Tweets come at any time,
# whether he is there or not.
#
# **Question 3 (4 points).** How many minutes pass on average, over all tweets, until he is there? A tweet that comes while he is
# there counts with 0.

# %% item="answer_3"
answer_3 = ...

# %% [markdown]
# ## Question 4 (10 points)
# About 150 words. Compare three companies with the same needs: no Twitter, Twitter attended, Twitter attended now and then. What
# does the channel cost, and for whom would you open it?

# %% [markdown] essay="essay_channel"
# *Write your answer here.*

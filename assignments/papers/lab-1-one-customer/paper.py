# %% [markdown]
# # Lab 1: one customer
#
# Solveig has ordered a tablet in Fjordtel's web shop, which another company, Nettbod, runs. No confirmation came, My Page
# shows nothing, and the contact page lists phone, Twitter and Facebook as equals. She tweets. This is *your* Solveig: her
# patience, the agent's absence and the look-ups are your own. You need about half an hour and no computer beyond this one.
#
# An answer is a number or a letter in its cell, such as `answer_1 = 61.4` or `answer_3 = "b"`. The cell holds the result, not
# the computation.
#
# **Words.** A *contact* is any attempt that the customer starts; an answer to an agent's question is none. *Acknowledged* is
# the first human reply in any channel. `first_reply_min` is the first contact's wait for its reply. *Informed* is
# `information_given`.

# %% [markdown]
# ## Read her story
# The file `{{answer_1.file}}` has one event a row. Minute 0 is her tweet, `contact_1`.
#
# **Question 1 (3 points).** After how many minutes is she acknowledged? To a tenth of a minute.

# %% item="answer_1"
answer_1 = ...

# %% [markdown]
# **Question 2 (3 points).** How many minutes pass between the Twitter agent's first reply and the information? A whole number.

# %% item="answer_2"
answer_2 = ...

# %% [markdown]
# ## The same Solveig in four other companies
# Each row below is the same customer with the same luck in a company that changed **one** thing. The four are, in another
# order: a partner that answers at once; honest labels on the contact page ("Twitter and Facebook are unofficial and answer
# within five hours"); a look-up by name in a customer database; a Twitter agent who stays at his desk. Minutes are rounded.
#
# | company | contacts | asked for her number | `first_reply_min` | informed after |
# |---|---|---|---|---|
# {{answer_3.today}}
# {{answer_3.rows}}
#
# **Question 3 (4 points).** Which row is the company with the honest labels?

# %% item="answer_3"
answer_3 = ...

# %% [markdown]
# ## Question 4 (10 points)
# About 150 words. What does an honest label change for Solveig, what does it leave as it was, and why? What would have to be
# true of the company for the label to keep its promise?

# %% [markdown] essay="essay_label"
# *Write your answer here.*

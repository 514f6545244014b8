"""The playground: a small, strict, local Slack, for `roster demo` and for the tests.

It knows nothing of Roster: it imports neither `handlers` nor `store`, and meets the bot
over HTTP only.
"""

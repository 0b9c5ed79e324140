"""The night's work: what is computed and sent by itself once a day.

A *night* is one time that every *step* is done; the rooms above say which steps there are. The
*schedule* says when a night comes due. What a night's message is for some people is for others a
message at noon: steps that go by the hour are done between nights, too.
"""

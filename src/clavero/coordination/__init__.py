"""Internal coordination: what is asked of departments for a customer, and who keeps the promise.

Its words: a *request* is what somebody of the account team asks of a *department*; a *service
level* is within how much working time a department accepts and delivers; a *process* says who is
responsible, accountable, consulted and informed (RACI), and what a request of it must say.
"""

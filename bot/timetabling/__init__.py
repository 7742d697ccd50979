"""Plans meetings: who meets whom, when and where. Pure: problems in, timetables out.

`plan.make_timetable` is the entry. It solves a linear relaxation for a bound and for an order of insertion, inserts
meetings greedily, and improves the plan by local search and by large neighbourhood search.
"""

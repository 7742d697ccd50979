"""Plans meetings: who meets whom, when and where. Pure: problems in, timetables out."""

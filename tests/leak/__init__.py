"""Random sequences of actions, in which no name and no contact data may appear before both sides accept."""

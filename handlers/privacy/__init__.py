"""/export and /forgetme: all that is kept of a person, to have and to delete."""

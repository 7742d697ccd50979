"""/privacy, /export and /forgetme: access to and deletion of a person's data."""

"""The sample companies of the sandbox, read from the files here and stored through the use cases."""

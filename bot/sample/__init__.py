"""The sample companies of the sandbox: read from the files here, written through the use cases."""

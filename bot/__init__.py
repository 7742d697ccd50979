"""The program: composition, use cases, matching, delivery and the sandbox."""

"""The pages of the sandbox and of mails, driven in a real browser; also takes the pictures of the documentation."""

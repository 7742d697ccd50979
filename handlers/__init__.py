"""The conversation: what people can say and press, and what they see."""

"""The first minute: one message, the counterparts it finds, then consent and a listing."""

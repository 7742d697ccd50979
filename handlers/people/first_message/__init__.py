"""The first message of a newcomer: counterparts at once, then consent, a company and a listing."""

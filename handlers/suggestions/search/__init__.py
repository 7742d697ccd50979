"""/search: anything, in any language, among all that companies abroad have published."""

"""The HTTP server: webhook, health checks, metrics."""

"""Registers or changes a company, or joins a registered one."""

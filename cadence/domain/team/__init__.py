"""Roles, invitations, display names."""

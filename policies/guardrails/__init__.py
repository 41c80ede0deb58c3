"""Guardrails: rules that judge a Pulumi program before anything is created."""

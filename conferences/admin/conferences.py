"""Conferences: plan, programme, bodies, photographs."""

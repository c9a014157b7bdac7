"""Advice, critique and appraisal."""

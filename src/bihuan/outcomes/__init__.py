"""Outcomes (结果运用): what follows from an appraisal: grades, consequences and new duties."""

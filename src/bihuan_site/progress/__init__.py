"""工作推进: activities, attendance, submissions, supervised tasks, liaison visits, study."""

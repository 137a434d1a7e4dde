"""Who is who: organisations through time, people, posts, liaison, task forces, study groups; and who sees what."""

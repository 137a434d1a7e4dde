"""Theory study of leading groups and committees (中心组学习): the year's topics, sessions, observers, attendance."""

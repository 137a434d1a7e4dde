"""Who there is: organisations as a tree over time, the people in them and the posts they hold."""

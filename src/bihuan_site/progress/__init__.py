"""工作推进: activities and who was there, what is coming, the member's pages; one folder a matter."""

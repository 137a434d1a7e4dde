"""Posts through time: appointments, removals, acting holders, and the handing over of a post."""

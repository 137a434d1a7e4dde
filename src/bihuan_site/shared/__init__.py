"""What every room of the site stands on: who acts, which roles may take which route, the business day, the frame."""

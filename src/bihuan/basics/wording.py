"""Days and windows as a person writes them in Chinese."""

from datetime import date


def day_text(day: date) -> str:
    """Write a day as 6 月 18 日."""
    return f"{day.month} 月 {day.day} 日"


def label_text(label: str) -> str:
    """Put a space between the number and the word of a window's label: 4 月."""
    return label.replace("月", " 月").replace("季度", " 季度") if label[:1].isdigit() else label

"""Bodies beside the tree: task forces (专班) and youth theory study groups (青年理论学习小组)."""

"""What needs several rooms: opinion groups from votes, priorities from rankings."""

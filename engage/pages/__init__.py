"""Pages made of several rooms: home, a catchment, a consultation, statements."""

"""What follows an introduction: the next best match, results, and the personal digest."""

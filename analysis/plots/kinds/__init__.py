"""The kinds of pictures: each module draws one, draw(results, options) -> Drawing."""

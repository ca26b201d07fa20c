"""HTML and figures that stand inline in a notebook: what all results use that can be shown there."""

"""Tables of stored runs and sweeps for other programs, pages and papers: CSV, Markdown and LaTeX."""

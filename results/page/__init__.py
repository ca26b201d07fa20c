"""The report: one HTML file, a brief of one page first, the annex behind it."""

"""Colours that are told apart: shared by the figures and the pages."""

# Okabe and Ito's colours and Tol's dark ones: told apart with any colour vision, and always by a shape or a word too.
PALETTE = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00",
    "#56B4E9", "#882255", "#117733", "#AA4499", "#999933",
)  # fmt: skip

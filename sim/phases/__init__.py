"""The month: its phases in order, and those of them in which no actor decides.

Both engines walk this list. Phases without actors' decisions stand here once: the environment (``shocks``, ``states``),
``secretariat``, ``learning`` and ``record``; in the others actors decide, and each engine has its own code.
"""

PHASES = (
    "shocks",  # incidents, elections, scheduled events, capability
    "states",  # openness, founding of offices, export controls, dialogues
    "secretariat",  # finished casework settled, handover, agenda, dues, new cases planned
    "membership",  # those due apply, change tier or leave, one after another
    "deals",  # terms end and are renewed or lapse; pairs meet, one after another
    "sharing",  # offices share with partners and the network, all at once
    "firms",  # firms grant access and choose their pace
    "learning",  # knowledge, trust, productivity
    "record",  # harm, welfare and the month's numbers; the secretariat works until the next month
)

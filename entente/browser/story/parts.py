"""The parts of the page: outcomes with the bands of the ensemble, the chronicle, one actor with its decisions."""

from entente.browser.story.actor import actor
from entente.browser.story.charts import charts
from entente.browser.story.chronicle import chronicle
from entente.browser.story.glossary import glossary

__all__ = ["actor", "charts", "chronicle", "glossary"]

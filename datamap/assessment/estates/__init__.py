"""Large maps, judged by classes: rows of which a regime reads the same are judged once."""

from datamap.assessment.estates.leaving import leaving
from datamap.assessment.estates.scene import EstateScene
from datamap.assessment.estates.verdicts import Answers, Watch, judge_estate, places

__all__ = ["Answers", "EstateScene", "Watch", "judge_estate", "leaving", "places"]

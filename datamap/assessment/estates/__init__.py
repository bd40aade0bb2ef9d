"""Large maps, judged by classes: rows of which a regime reads the same are judged once."""

from datamap.assessment.estates.scene import EstateScene
from datamap.assessment.estates.verdicts import Classes, failing, judge_estate

__all__ = ["Classes", "EstateScene", "failing", "judge_estate"]

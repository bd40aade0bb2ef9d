"""What a regime says of a transfer: restricted? covered by what? why? Here the map meets the law."""

from datamap.assessment import vocabulary
from datamap.assessment.assessing import assess, not_held, parts_of, relevant
from datamap.assessment.attributes import attribute, hr
from datamap.assessment.measures import effective
from datamap.assessment.parties import Party
from datamap.assessment.scene import Movement, Scene

__all__ = ["Movement", "Party", "Scene", "assess", "attribute", "effective", "hr", "not_held", "parts_of", "relevant", "vocabulary"]

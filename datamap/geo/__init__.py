"""Where: places, their canonical codes, and the regions of cloud providers. Identity, not judgement.

Who is in the EEA on a day is law, and lives in the law book; here only the names of such zones are known.
"""

from datamap.geo.clouds import PROVIDERS, CloudRegion, cloud_region, is_cloud_region, regions
from datamap.geo.codes import UNKNOWN, country, mainland_china, within
from datamap.geo.naming import name
from datamap.geo.places import ZONES, canonical, iso
from datamap.geo.suggestions import suggest

__all__ = [
    "PROVIDERS",
    "UNKNOWN",
    "ZONES",
    "CloudRegion",
    "canonical",
    "cloud_region",
    "country",
    "is_cloud_region",
    "iso",
    "mainland_china",
    "name",
    "regions",
    "suggest",
    "within",
]

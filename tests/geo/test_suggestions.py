"""What is suggested for a text that names no place."""

from __future__ import annotations

import pytest

from datamap import geo
from datamap.errors import PlaceError
from datamap.geo.tables import table


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Hong Kong", "HK"),
        ("hongkong", "HK"),
        ("Hong Kong, China", "HK"),
        ("UK", "GB"),
        ("EL", "GR"),
        ("England", "GB-ENG"),
        ("mainland China", "CN mainland-china"),
        ("China", "CN"),
        ("Taiwan", "TW"),
        ("Chinese Taipei", "TW"),
        ("Macau", "MO"),
        ("Turkey", "TR"),
        ("TÜRKİYE", "TR"),
        ("Korea", "KR KP"),
        ("Georgia", "GE US-GA"),
        ("Ontario", "CA-ON"),
        ("Ontario, Canada", "CA-ON"),
        ("Frankfurt (Germany)", "DE-HE"),
        ("Shenzhen", "CN-GD"),
        ("Limburg", "BE-VLI NL-LI"),
        ("nl", "NL"),
        ("no", "NO"),
        ("ca-on", "CA-ON"),
        ("CA_ON", "CA-ON"),
        ("us pr", "PR"),
        ("NLD", "NL"),
        ("528", "NL"),
        ("Nethrlands", "NL"),
        ("CN-44", "CN-GD"),
        ("AN", "CW SX BQ"),
        ("eea", "EEA"),
        ("European Union", "EU"),
        ("UNKNOWN", "unknown"),
        ("n/a", "unknown"),
        ("?", "unknown"),
        ("eu-west-1", "alibaba:eu-west-1 aws:eu-west-1"),
        ("East Asia", "azure:eastasia"),
        ("aws:hongkong", "aws:ap-east-1"),
        ("aws:HK", "aws:ap-east-1"),
        ("aws:Ireland", "aws:eu-west-1"),
        ("aws:China", "aws:cn-north-1 aws:cn-northwest-1"),
        ("AWS:EU-WEST-1", "aws:eu-west-1"),
        ("Amazon:eu-west-1", "aws:eu-west-1"),
        ("google:Toronto", "gcp:northamerica-northeast2"),
        ("oci:eu-zurich-1", "oracle:eu-zurich-1"),
        ("azur:eastasia", "azure:eastasia"),
        ("hetzner:eu-central-1", "alibaba:eu-central-1 aws:eu-central-1"),
        ("Atlantis", ""),
        ("", ""),
        (":", ""),
        ("!!!", ""),
    ],
)
def test_suggestions(text: str, codes: str) -> None:
    assert geo.suggest(text) == tuple(codes.split())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Hong Kong", "'Hong Kong' is no code of a place; did you mean HK?"),
        ("CN-91", "CN-91 is a code that ISO has replaced; did you mean HK?"),
        ("CA-ONT", "Canada has no subdivision CA-ONT in ISO 3166-2; did you mean CA-ON or CA-NT?"),
        ("aws:hongkong", "AWS has no region 'hongkong' that is known here; did you mean aws:ap-east-1?"),
        ("hetzner:fsn1", "there is no cloud provider 'hetzner'; known are alibaba, aws, azure, gcp, ibm, oracle, tencent"),
        ("ASEAN", "'ASEAN' is a set of places without a code; list its places under `zones:`"),
        ("", "an empty text is no place; write an ISO 3166 code such as NL or CA-ON, a cloud region such as aws:eu-west-1, or unknown"),
    ],
)
def test_the_message(text: str, says: str) -> None:
    with pytest.raises(PlaceError) as refused:
        geo.canonical(text)
    assert str(refused.value) == says


def test_every_suggestion_is_itself_accepted() -> None:
    given = table("meant")
    for section in ("codes", "names"):
        for text, codes in given[section].items():
            assert isinstance(text, str), text
            with pytest.raises(PlaceError):
                geo.canonical(text, zones=True)
            assert [geo.canonical(code, zones=True) for code in codes] == codes, text
    assert all(isinstance(text, str) for text in given["sets"])
    assert set(given["providers"]) == set(geo.PROVIDERS)


def test_long_and_strange_texts_are_answered_quickly_enough_to_be_an_error_message() -> None:
    for text in ("x" * 20_000, "CA-" + "X" * 20_000, "\x1b[31mNL", "<b>NL</b>", "(" * 5_000, ",".join(["NL"] * 3_000)):
        with pytest.raises(PlaceError):
            geo.canonical(text)

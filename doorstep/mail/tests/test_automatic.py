"""Who wrote it: a person, or a machine."""

from email.message import Message

import pytest

from doorstep.mail.reading.automatic import is_auto_reply, is_automatic


def message(**headers):
    made = Message()
    made["From"] = "nadia@quill.example"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    return made


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"X_Autoreply": "yes"},
        {"Precedence": "auto_reply"},
        {"Subject": "Out of office: Lamps"},
        {"Subject": "Automatic reply: Lamps"},
        {"Subject": "Automatische Antwort: Lampen"},
    ],
)
def test_an_answering_machine_is_known(headers):
    assert is_auto_reply(message(**headers))


@pytest.mark.parametrize(
    "headers",
    [
        {"List_Id": "<lamps.example.org>"},
        {"Precedence": "bulk"},
        {"List_Unsubscribe": "<https://example.org/out>"},
        {"Return_Path": "<>"},
    ],
)
def test_lists_and_reports_are_automatic_but_answer_nobody(headers):
    assert is_automatic(message(**headers))
    assert not is_auto_reply(message(**headers))


@pytest.mark.parametrize(
    "headers",
    [
        {"Subject": "Re: Lamps"},
        {"Auto_Submitted": "no"},
        {"Subject": "Our office is out of lamps"},
        {"X_Auto_Response_Suppress": "All"},
    ],
)
def test_a_person_is_a_person(headers):
    assert not is_automatic(message(**headers))

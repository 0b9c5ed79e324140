"""What the tests of the import pages share: files to bring, and a person who brings them."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

SALES = b"""Invoice,Date,Customer code,Customer name,Net amount,Currency
F1,2024-01-15,C1,Acme,100.50,EUR
F2,2024-02-20,C2,Boreal,250.25,EUR
F3,2024-02-30,C2,Boreal,10.00,EUR
F4,2024-03-05,,,40.00,EUR
"""
"""Three lines of 390.75, one of them without customer; the row of 30 February is refused."""

AMBIGUOUS = b"""Invoice,Date,Customer,Amount
F1,03/04/2024,C1,10.50
F2,05/06/2024,C2,20.25
"""


def bring(browser: Client, content: bytes, name: str = "sales.csv") -> str:
    """Send a file and give the address of its preview."""
    file = SimpleUploadedFile(name, content)
    answer = browser.post(reverse("ledger:new_import"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def fields_of(answer: HttpResponse) -> dict[str, str]:
    """What the preview's form would send as it stands."""
    page = answer.content.decode()
    form = page[page.index('id="reading-form"') : page.index("</form>", page.index("reading-form"))]
    sent = dict(re.findall(r'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', form))
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def imported(browser: Client, content: bytes, name: str = "sales.csv", **choices: str) -> str:
    """Bring a file and import it; the address of the import."""
    address = bring(browser, content, name)
    sent = {**fields_of(browser.get(address)), **choices}
    answer = browser.post(f"{address}import/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]

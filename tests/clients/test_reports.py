"""Documents for a committee, with the package."""

from __future__ import annotations

import io
import zipfile

import pytest
from arbitre.v1 import plan_pb2
from arbitre_client import Client, InvalidRequest
from cases import small


def test_a_plan_becomes_a_page_in_the_asked_language(client: Client, plan: plan_pb2.Plan) -> None:
    pages = {language: client.render(small(), [plan], language=language).decode() for language in ("", "fr")}
    assert all(page.lstrip().lower().startswith("<!doctype html>") for page in pages.values())
    assert 'lang="en"' in pages[""]
    assert 'lang="fr"' in pages["fr"]


def test_a_plan_becomes_a_workbook(client: Client, plan: plan_pb2.Plan) -> None:
    book = zipfile.ZipFile(io.BytesIO(client.render(small(), [plan], workbook=True)))
    assert "xl/workbook.xml" in book.namelist()


def test_a_plan_that_claims_too_much_is_refused(client: Client, plan: plan_pb2.Plan) -> None:
    plan.projects[0].value += 100
    with pytest.raises(InvalidRequest) as refused:
        client.render(small(), [plan])
    assert refused.value.violations
    assert client.render(small(), [plan], with_violations=True)

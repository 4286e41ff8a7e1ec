"""What is about the same thing: measured on 200 decisions, and on pairs judged by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.cards.likeness import alike, nearly_same, words_of

SUBJECTS = (
    *("Postgres", "spot runners", "wildcard certificates", "the mail relay", "DNS delegation", "log retention"),
    *("chaos days", "the pager rota", "feature flags", "container registry", "the VPN", "error budgets"),
    *("load shedding", "the status page", "Terraform state", "Kafka topics", "the cache tier", "backup restores"),
    *(
        "on-call handover",
        "network peering",
        "image scanning",
        "secrets rotation",
        "blue-green switches",
        "autoscaling",
    ),
    *("the metrics store", "trace sampling", "API gateways", "rate limits", "cold starts", "disk quotas"),
    *("incident reviews", "runbooks", "kernel patches", "cluster upgrades", "login sessions", "audit trails"),
    *("canary traffic", "queue depth", "cost reports", "single sign-on"),
)
DECIDED = (
    "We deploy {} with the service team",
    "Alerts for {} go to the team on weekdays",
    "{}: upgrade every quarter, the team decides when",
    "No {} for new services before the review",
    "The team owns {} and its alerts",
)
ASKED = ("Should we change how {} is deployed?", "Who owns the alerts of {}?", "Upgrade {} this quarter, or next?")
MOST_FALSE = 0.1
LEAST_FOUND = 0.9


def test_of_200_decisions_at_most_one_in_ten_shown_is_about_something_else() -> None:
    decisions = [(subject, form.format(subject)) for subject in SUBJECTS for form in DECIDED]
    assert len(decisions) == 200
    shown = right = found = 0
    topics = [(subject, form.format(subject)) for subject in SUBJECTS for form in ASKED]
    for subject, topic in topics:
        hits = [decisions[one.place][0] == subject for one in alike(topic, [words for _, words in decisions])]
        shown, right, found = shown + len(hits), right + sum(hits), found + any(hits)
    assert 1 - right / shown <= MOST_FALSE, f"{shown - right} of {shown} are false"
    assert found / len(topics) >= LEAST_FOUND, f"{found} of {len(topics)} topics find what was decided of them"


@pytest.mark.parametrize("topic", ["Should the team review its alerts?", "What do we deploy this quarter?", "Lunch"])
def test_words_that_stand_everywhere_make_nothing_alike(topic: str) -> None:
    assert not alike(topic, [form.format(subject) for subject in SUBJECTS for form in DECIDED])


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("Move CI runners to spot?", ("spot",)),
        ("One alert for each full disk", ("disk",)),
        ("Postmortem: the cache that ate Friday", ()),
        ("リトライ", ("リトライ",)),
    ],
)
def test_in_a_few_decisions_one_word_is_enough_and_is_shown(topic: str, words: tuple[str, ...]) -> None:
    few = ["No spot for stateful jobs", "Disks page once", "Postgres stays on 17", "リトライ は 3 回"]
    assert [word for one in alike(topic, few) for word in one.words] == list(words)


RETRIES = ("Retry budget is 10 %", "Retry budget is 20 % from spring", "Retry budget of billing is its own")


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("others", [(), ("Disks page once", "Postgres stays on 17")])
def test_what_was_decided_several_times_is_still_found(times: int, others: tuple[str, ...]) -> None:
    decided = [*RETRIES[:times], *others]
    found = [decided[one.place] for one in alike("Retry budget for the API", decided)]
    assert found
    assert set(found) <= set(RETRIES)
    assert len(found) <= max(2, times)


@pytest.mark.parametrize("count", [20, 40, 80])
def test_in_fewer_decisions_what_is_found_is_right_as_well(count: int) -> None:
    """Three decisions a subject, so that every subject was decided of before."""
    shown = right = found = asked = 0
    for start in range(0, len(SUBJECTS) - count // 3 + 1, 2):
        subjects = SUBJECTS[start : start + count // 3]
        decisions = [(subject, form.format(subject)) for subject in subjects for form in DECIDED[start % 3 :][:3]]
        for subject, topic in ((subject, form.format(subject)) for subject in subjects for form in ASKED):
            hits = [decisions[one.place][0] == subject for one in alike(topic, [words for _, words in decisions])]
            shown, right, found, asked = shown + len(hits), right + sum(hits), found + any(hits), asked + 1
    assert 1 - right / shown <= MOST_FALSE, f"{shown - right} of {shown} are false"
    assert found / asked >= LEAST_FOUND, f"{found} of {asked} topics find what was decided of them"


@given(st.text(), st.lists(st.text(), max_size=8))
def test_only_shared_words_make_two_texts_alike(text: str, others: list[str]) -> None:
    for one in alike(text, others):
        assert set(one.words) <= words_of(text) & words_of(others[one.place])
        assert one.words


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        ("Three pages for one disk", "Three pages for the same disk, again", True),
        ("Alerts that nobody owns", "Nobody owns alert rules", True),
        ("Standup too long", "The standup was too long on Tuesday", True),
        ("The pager was quiet", "The pager woke us", False),
        ("Deploys on Friday", "Deploys broke the login service twice", False),
        ("VPC", "VPC", False),
    ],
)
def test_what_is_nearly_the_same(text: str, other: str, same: bool) -> None:
    assert nearly_same(text, other) is nearly_same(other, text) is same

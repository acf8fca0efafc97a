# SPDX-License-Identifier: Apache-2.0
"""A complete model that is as small as a model can be, and the levers to make it hostile."""


def text(sentence):
    return {"en": sentence}


def level(name, positions=range(1, 6), **more):
    levels = [{"at": at, "word": f"{name}_{at}", "text": text(f"Level {at}.")} for at in positions]
    return {"id": name, "label": text(name), "question": text(f"How much {name}?"),
            "scale": "level", "levels": levels, "neutral": 3} | more


def weight(criterion, value=1, **more):
    return {"criterion": criterion, "weight": value, "toward": "high",
            "for": text(f"{criterion} speaks for it."),
            "against": text(f"{criterion} speaks against it.")} | more


def axis(name, weights, **more):
    return {"label": text(name), "weights": weights} | more


def rule(name, when, then, **more):
    return {"id": name, "label": text(name), "when": when, "then": then,
            "because": text(f"{name} says so.")} | more


def gate(name, when, exclude, **more):
    return {"id": name, "label": text(name), "when": when, "exclude": exclude,
            "because": text(f"{name} says so."), "lifted_by": text("Nothing.")} | more


def choice(name, words, neutral=None, **more):
    return {"id": name, "label": text(name), "question": text(f"Which {name}?"), "scale": "choice",
            "levels": [{"word": word, "text": text("A word.")} for word in words],
            "neutral": neutral or words[0]} | more


def model(criteria=None, weights=None, rules=(), gates=(), **more):
    """A sound model over one criterion, `skill`, unless told otherwise."""
    criteria = criteria or [level("skill")]
    weights = weights or [weight("skill")]
    place = [weight("skill", toward="low")]
    return {
        "schema": "sourcing.model/1", "id": "tiny", "version": "1", "title": text("Tiny"),
        "languages": ["en"], "criteria": criteria,
        "axes": {
            "engagement": axis("Engagement", weights, threshold=50, hybrid_band=5,
                               low=text("BPO"), high=text("KPO")),
            "onshore": axis("Onshore", weights), "nearshore": axis("Nearshore", place),
            "offshore": axis("Offshore", place),
        },
        "gates": list(gates), "rules": list(rules),
        "dispositions": {"retain": text("Keep it."), "automate_first": text("Automate it."),
                         "outsource": text("Outsource it."), "no_location": text("Nowhere.")},
        "activities": [],
    } | more

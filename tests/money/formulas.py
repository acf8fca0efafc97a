# SPDX-License-Identifier: Apache-2.0
"""The formulas of docs/money.md once more, with Python's fractions: slow, obvious, and sharing no code
with the program. Amounts are whole cents, shares whole millionths."""
from fractions import Fraction
from itertools import product

MILLION = 10 ** 6
BILLION = 10 ** 9
OPTIONS = ["keep", "onshore", "nearshore", "offshore", "captive", "automate"]
OWN = {"in_house", "captive"}
DEFAULTS = {"currency": MILLION}


def half_up(value):
    """The whole number nearest to a fraction; a half goes up."""
    value = Fraction(value) + Fraction(1, 2)
    return value.numerator // value.denominator


def discount_factors(discount, months):
    """In billionths, a month each; rounded at each step."""
    factors = [BILLION]
    for _ in range(months):
        factors.append(half_up(Fraction(factors[-1] * 12 * MILLION, 12 * MILLION + discount)))
    return factors


class Rates:
    """What one option costs, for the whole of the work, at one value of each assumption."""

    def __init__(self, values, home_growth, years, own_staff):
        get = lambda line: values.get(line, DEFAULTS.get(line, 0))
        of = lambda amount, share: half_up(Fraction(amount * share, MILLION))
        self.per_fte = "rate" in values
        price = values["rate"] if self.per_fte else values["wage_ratio"]
        price = of(price, get("currency"))
        price = of(price, MILLION + get("optimism"))
        price = half_up(Fraction(price * MILLION, MILLION - get("captive_premium")))
        prices, growth = [price], [MILLION]
        for _ in range(1, years):
            prices.append(of(prices[-1], MILLION + get("wage_growth")))
            growth.append(of(growth[-1], MILLION + home_growth))
        loss = get("productivity_loss")
        turnover = get("attrition")
        self.saved = [of(g, MILLION - get("retained")) for g in growth]
        # (of the base or a person?, what a year of it costs)
        self.running = [[(self.per_fte, p),
                         (self.per_fte, of(p, get("governance"))),
                         (self.per_fte, of(p, get("travel"))),
                         (self.per_fte, of(of(p, turnover), get("replacement"))),
                         (True, get("travel_cost")),
                         (True, of(get("rent"), get("space"))),
                         (True, half_up(Fraction(get("managers") * get("manager_cost"), BILLION)))]
                        for p in prices]
        self.slow = [(self.per_fte, half_up(Fraction(p * loss, MILLION - loss))) for p in prices]
        contract = prices[0] * years
        self.once = [(self.per_fte, of(contract, get("selection"))),
                     (self.per_fte, of(contract, get("knowledge_transfer"))),
                     (self.per_fte, of(contract, get("severance")) if own_staff else 0),
                     (self.per_fte, of(prices[0], get("build")))]
        self.team = (False, get("transition_team"))
        months = 12 * years
        self.wait = min(get("transition_months"), months)
        self.recovery = get("recovery_months")
        self.share = get("share_moved")


class Work:
    def __init__(self, fte, cost_per_fte, exit_cost=0, present="in_house"):
        """fte in millionths, amounts in cents."""
        self.fte, self.cost = fte, cost_per_fte
        self.base = half_up(Fraction(fte * cost_per_fte, MILLION))
        self.exit_cost, self.own_staff = exit_cost, present in OWN


def case(values, home_growth, work, years, discount):
    """One option at one value of each assumption."""
    rates = Rates(values, home_growth, years, work.own_staff)
    months = 12 * years
    part = lambda term, by: half_up(Fraction((work.fte if term[0] else work.base) * term[1], by))
    month = lambda term: part(term, 12 * MILLION)
    year = lambda term: part(term, MILLION)
    team = month(rates.team)
    full = [month((False, rates.saved[y])) - sum(month(t) for t in rates.running[y]) for y in range(years)]
    slow = [full[y] - month(rates.slow[y]) for y in range(years)]
    once = sum(year(term) for term in rates.once)
    saving = year((False, rates.saved[0])) - sum(year(term) for term in rates.running[0])
    scaled = lambda amount: half_up(Fraction(rates.share * amount, MILLION))
    factors = discount_factors(discount, months)
    total, undiscounted, payback = -once, -once, None
    for m in range(1, months + 1):
        y = (m - 1) // 12
        flow = -team if m <= rates.wait else slow[y] if m <= rates.wait + rates.recovery else full[y]
        total += half_up(Fraction(flow * factors[m], BILLION))
        undiscounted += flow
        if payback is None and m > rates.wait and rates.share > 0 \
                and rates.share * undiscounted >= work.exit_cost * MILLION:
            payback = m
    return {"one_off": scaled(once + team * rates.wait) + work.exit_cost, "saving": scaled(saving),
            "running": work.base - scaled(saving), "npv": scaled(total) - work.exit_cost,
            "payback_months": payback}


MONTHS = {"transition_months"}


def bounds(ranges, home_growth, work, years, discount):
    """Least and greatest over every corner; of the transition's months, over every month."""
    lines = list(ranges)
    choices = [range(ranges[line][0], ranges[line][1] + 1) if line in MONTHS else sorted(set(ranges[line]))
               for line in lines]
    found = {}
    for growth, *point in product(sorted(set(home_growth)), *choices):
        for key, value in case(dict(zip(lines, point)), growth, work, years, discount).items():
            found.setdefault(key, []).append(value)
    paybacks = found.pop("payback_months")
    result = {key: [min(values), max(values)] for key, values in found.items()}
    known = [month for month in paybacks if month is not None]
    result["payback_months"] = [min(known) if known else None, None if None in paybacks else max(known)]
    low, high = result["npv"]
    result["pays"] = "always" if low > 0 else "never" if high <= 0 else "depends"
    return result

// SPDX-License-Identifier: Apache-2.0
// What holds over a box: every criterion anywhere in an interval of its scale. Over a box a score is
// an interval and a rule is yes, no or maybe. A box is cut along what the rules that are maybe test,
// until each is yes or no; within such a cell everything is a sum of one number per criterion, so
// what comes out is exact. The work is counted in cells, never in time.

export const NO = 0;
export const MAYBE = 1;
export const YES = 2;

const DEEPEST = 2000;
const LOOKS_PER_CELL = 4096;
/** Every location excluded, a bit each. */
export const NOWHERE = 7;

/** Whether a condition holds over a box. */
export function truth(node, box) {
  switch (node.kind) {
    case "atom": {
      const low = box.low[node.criterion], high = box.high[node.criterion];
      if (node.from <= low && high <= node.to) return YES;
      return high < node.from || node.to < low ? NO : MAYBE;
    }
    case "not":
      return YES - truth(node.children[0], box);
    default: {
      const ends = node.kind === "all" ? NO : YES;
      let result = YES - ends;
      for (const child of node.children) {
        const value = truth(child, box);
        if (value === ends) return ends;
        if (value === MAYBE) result = MAYBE;
      }
      return result;
    }
  }
}

/** Where to cut a box so that a part of a condition that is maybe is not, on either side. */
function findCut(node, box) {
  let at = node;
  while (at.kind !== "atom") at = at.children.find((child) => truth(child, box) === MAYBE);
  const { criterion, from, to } = at;
  return { criterion, lower: box.low[criterion] < from ? from - 1 : to };
}

/** Goes through the cells of a box. `visit(fired, isCell)` returns true where no cut is needed. */
class Walk {
  constructor(model, box, budget, rules) {
    this.box = { low: [...box.low], high: [...box.high] };
    this.budget = budget;
    this.rules = rules;
    this.cells = 0;
    this.stopped = this.exhausted = false;
    let looks = model.nodes;
    model.criteria.forEach((criterion, c) => {
      if (criterion.bends !== 0) looks += box.high[c] - box.low[c];
    });
    this.cost = 1 + Math.floor(looks / LOOKS_PER_CELL);
  }

  get left() {
    return Math.max(0, this.budget - this.cells);
  }

  run(visit, depth = 0) {
    if (this.stopped || this.exhausted) return;
    const box = this.box;
    const undecided = this.rules.find((rule) => truth(rule.when, box) === MAYBE);
    const fired = (each) => {
      for (const rule of this.rules) {
        const value = truth(rule.when, box);
        if (value !== NO) each(rule, value);
      }
    };
    const done = visit(fired, undecided === undefined) || undecided === undefined;
    this.cells += this.cost;
    if (done) return;
    if (this.cells >= this.budget || depth >= DEEPEST) {
      this.exhausted = true;
      return;
    }
    const { criterion, lower } = findCut(undecided.when, box);
    const low = box.low[criterion], high = box.high[criterion];
    box.high[criterion] = lower;
    this.run(visit, depth + 1);
    box.high[criterion] = high;
    box.low[criterion] = lower + 1;
    this.run(visit, depth + 1);
    box.low[criterion] = low;
  }
}

/** Collects what the cells say until two of them differ. */
class Agreement {
  constructor(walk) {
    this.walk = walk;
    this.any = this.differs = false;
    this.value = undefined;
  }
  saw(value) {
    if (this.any && value !== this.value) this.split();
    this.any = true;
    this.value = value;
  }
  split() {
    this.differs = this.walk.stopped = true;
  }
  result() {
    const unique = this.any && !this.differs && !this.walk.exhausted;
    return { unique, proven: this.differs || !this.walk.exhausted, value: unique ? this.value : undefined };
  }
}

/** Least and greatest of one criterion's part in an objective, within an interval. */
function extremes(model, c, objective, from, to) {
  const { plus, minus } = objective;
  const { points, bends } = model.criteria[c];
  const value = (at) => points[plus][at] - (minus === undefined ? 0 : points[minus][at]);
  const first = value(from), last = value(to);
  let low = Math.min(first, last), high = Math.max(first, last);
  if (bends & (1 << (minus === undefined ? plus : 1 + plus + minus))) {
    for (let at = from + 1; at < to; at += 1) {
      low = Math.min(low, value(at));
      high = Math.max(high, value(at));
    }
  }
  return { low, high };
}

/** Whether a rule bears on an axis: it has points of its own, or neutralises what has a weight there. */
export function moves(model, rule, axis) {
  return rule.own[axis] !== 0 ||
    rule.all.some((c) => (model.axes[axis].weights.get(c)?.hundredths ?? 0) > 0);
}

// The same, where rules may neutralise the criterion: it then counts as at its neutral.
function extremesWith(neutralised, model, c, objective, box) {
  const { neutral } = model.criteria[c];
  const atNeutral = () => extremes(model, c, objective, neutral, neutral);
  if (neutralised === YES) return atNeutral();
  const own = extremes(model, c, objective, box.low[c], box.high[c]);
  if (neutralised === NO) return own;
  const { low, high } = atNeutral();
  return { low: Math.min(own.low, low), high: Math.max(own.high, high) };
}

function neutralise(rule, value, states) {
  for (const c of rule.neutralised) states[c] = Math.max(states[c], value);
}

const pointsOf = (objective, rule) =>
  rule.points[objective.plus] - (objective.minus === undefined ? 0 : rule.points[objective.minus]);

// The criteria that a condition tests and the box leaves open.
function* openIn(node, box) {
  if (node.kind !== "atom") {
    for (const child of node.children) yield* openIn(child, box);
  } else if (box.low[node.criterion] < box.high[node.criterion]) {
    yield node.criterion;
  }
}

// Rules that share no open criterion do not see each other: each group is searched for itself.
function groupsOf(model, box, undecided) {
  const root = model.criteria.map((_, c) => c);
  const find = (c) => {
    while (root[c] !== c) c = root[c] = root[root[c]];
    return c;
  };
  const firsts = undecided.map((rule) => {
    let first;
    for (const c of openIn(rule.when, box)) {
      first ??= c;
      root[find(c)] = find(first);
    }
    if (first !== undefined) for (const c of rule.neutralised) root[find(c)] = find(first);
    return first ?? 0;
  });
  return { find, ofRule: (index) => find(firsts[index]) };
}

function rangeOfGroup(model, box, objective, { rules, criteria, surely }, cells, spent) {
  const walk = new Walk(model, box, cells, rules);
  let bounds, sound;
  walk.run((fired, isCell) => {
    let low = 0, high = 0;
    const states = [...surely];
    fired((rule, value) => neutralise(rule, value, states));
    for (const c of criteria) {
      const one = extremesWith(states[c], model, c, objective, walk.box);
      low += one.low;
      high += one.high;
    }
    fired((rule, value) => {
      const points = pointsOf(objective, rule);
      low += value === YES ? points : Math.min(points, 0);
      high += value === YES ? points : Math.max(points, 0);
    });
    sound ??= { low, high, exact: false };
    if (!isCell) return bounds !== undefined && low >= bounds.low && high <= bounds.high;
    bounds = bounds
      ? { low: Math.min(bounds.low, low), high: Math.max(bounds.high, high), exact: true }
      : { low, high, exact: true };
    return true;
  });
  spent.cells += walk.cells;
  return walk.exhausted ? sound : bounds;
}

/** Least and greatest of a score, or of its lead over another, over a box. `spent.cells` grows. */
export function range(model, box, objective, cells, spent = { cells: 0 }) {
  const sum = { low: 0, high: 0, exact: true };
  const add = (one) => {
    sum.low += one.low;
    sum.high += one.high;
    sum.exact = sum.exact && one.exact !== false;
  };
  const undecided = [];
  const surely = model.criteria.map(() => NO), states = [...surely];
  const bears = (rule) => pointsOf(objective, rule) !== 0 || (rule.neutralised.length > 0 &&
    (moves(model, rule, objective.plus) || (objective.minus !== undefined && moves(model, rule, objective.minus))));
  for (const rule of model.rules.filter(bears)) {
    const points = pointsOf(objective, rule);
    const value = truth(rule.when, box);
    neutralise(rule, value, states);
    if (value === MAYBE) undecided.push(rule);
    if (value !== YES) continue;
    add({ low: points, high: points });
    neutralise(rule, value, surely);
  }
  const before = spent.cells;
  spent.cells += 1;
  const whole = (c) => add(extremesWith(states[c], model, c, objective, box));
  const groups = groupsOf(model, box, undecided);
  const rules = model.criteria.map(() => []);
  const criteria = model.criteria.map(() => []);
  undecided.forEach((rule, index) => rules[groups.ofRule(index)].push(rule));
  model.criteria.forEach((_, c) => {
    if (states[c] === YES || (states[c] === NO && box.low[c] === box.high[c])) whole(c);
    else criteria[groups.find(c)].push(c);
  });
  model.criteria.forEach((_, root) => {
    if (rules[root].length === 0) {
      criteria[root].forEach(whole);
    } else {
      const left = Math.max(0, cells - (spent.cells - before));
      const group = { rules: rules[root], criteria: criteria[root], surely };
      add(rangeOfGroup(model, box, objective, group, left, spent));
    }
  });
  return sum;
}

/** Which engagement holds throughout a box. */
export function settleEngagement(model, box, cells) {
  const score = range(model, box, { plus: 0 }, cells);
  const unique = score.low >= model.threshold === score.high >= model.threshold;
  return { unique, proven: unique || score.exact, value: undefined };
}

/** Which location holds throughout a box; the value is its index, or null for none. */
export function settleLocation(model, box, cells) {
  const walk = new Walk(model, box, cells, model.rules.filter((rule) => rule.excluded !== 0));
  const agreement = new Agreement(walk);
  walk.run((fired) => {
    let surely = 0, perhaps = 0;
    fired((rule, value) => {
      perhaps |= rule.excluded;
      if (value === YES) surely |= rule.excluded;
    });
    if (surely === NOWHERE) {
      agreement.saw(null);
      return true;
    }
    let exact = true;
    for (let w = 0; w < 3; w += 1) {
      if ((perhaps >> w) & 1) continue;
      let wins = true;
      for (let l = 0; l < 3 && wins; l += 1) {
        if (l === w || (surely >> l) & 1) continue;
        const spent = { cells: 0 };
        const lead = range(model, walk.box, { plus: w + 1, minus: l + 1 }, walk.left, spent);
        walk.cells += spent.cells - 1;
        wins = lead.low >= (w < l ? 0 : 1);
        exact = exact && (wins || lead.exact);
      }
      if (wins) {
        agreement.saw(w);
        return true;
      }
    }
    if (surely !== perhaps) return false;
    // Each location loses to another somewhere in this part, or that could not be ruled out.
    if (exact) agreement.split();
    else walk.exhausted = true;
    return true;
  });
  return agreement.result();
}

/** The bit of each disposition that a rule may set. */
export const SETS = { retain: 1, automate_first: 2, outsource: 4 };

/** The first disposition that is set, in the order in which they are tried; nowhere to go is retain. */
export function chooseDisposition(set, excluded) {
  if (set & SETS.retain || excluded === NOWHERE) return "retain";
  return set & SETS.automate_first ? "automate_first" : "outsource";
}

/** Which disposition holds throughout a box. */
export function settleDisposition(model, box, cells) {
  const walk = new Walk(model, box, cells,
    model.rules.filter((rule) => rule.excluded !== 0 || rule.disposition !== undefined));
  const agreement = new Agreement(walk);
  walk.run((fired, isCell) => {
    let surely = 0, perhaps = 0, set = 0, perhapsSet = 0;
    fired((rule, value) => {
      perhaps |= rule.excluded;
      perhapsSet |= rule.sets;
      if (value !== YES) return;
      surely |= rule.excluded;
      set |= rule.sets;
    });
    const least = chooseDisposition(set, surely);
    if (!isCell && chooseDisposition(perhapsSet, perhaps) !== least) return false;
    agreement.saw(least);
    return true;
  });
  return agreement.result();
}

/** Whether a rule fires over a box, also where its parts alone do not tell. */
export function settleRule(model, rule, box, cells) {
  const walk = new Walk(model, box, cells, [rule]);
  const agreement = new Agreement(walk);
  walk.run((_, isCell) => {
    if (isCell) agreement.saw(truth(rule.when, walk.box) === YES);
    return isCell;
  });
  const settled = agreement.result();
  return !settled.unique ? MAYBE : settled.value ? YES : NO;
}

/** The locations that are excluded somewhere in a box, and those that are throughout; a bit each. */
export function exclusions(model, box, cells) {
  const walk = new Walk(model, box, cells, model.rules.filter((rule) => rule.excluded !== 0));
  const found = { somewhere: 0, everywhere: NOWHERE };
  let sound;
  walk.run((fired) => {
    let surely = 0, perhaps = 0;
    fired((rule, value) => {
      perhaps |= rule.excluded;
      if (value === YES) surely |= rule.excluded;
    });
    sound ??= { somewhere: perhaps, everywhere: surely };
    if (surely !== perhaps) {
      // Nothing below can add to what is known.
      return (found.somewhere | perhaps) === found.somewhere && (found.everywhere & surely) === found.everywhere;
    }
    found.somewhere |= surely;
    found.everywhere &= surely;
    return true;
  });
  return walk.exhausted ? sound : found;
}

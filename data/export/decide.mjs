// SPDX-License-Identifier: Apache-2.0
// The decision at a point, what holds for every completion of the open answers, and the reasons.
import { MAYBE, NOWHERE, YES, chooseDisposition, exclusions, moves, range, settleDisposition, settleEngagement,
  settleLocation, settleRule, truth } from "./box.mjs";
import { LOCATIONS } from "./compile.mjs";
import { readTask, valueAt } from "./values.mjs";

const CELLS = 4096;
const AXES = ["engagement", ...LOCATIONS];
const points2 = (hundredths) => hundredths / 100;

const isAnswered = (answer) => answer.origin === "answered" || answer.origin === "assumed";

/** The middle of each interval, the position at or just below it; unknown: the neutral position. */
function estimate(model, answers) {
  return answers.map((answer, c) =>
    answer.origin === "unknown" ? model.criteria[c].neutral : Math.floor((answer.low + answer.high) / 2));
}

/** Every completion of the answers for which `known` does not hold. */
function completions(model, answers, known) {
  return {
    low: answers.map((answer) => (known(answer) ? answer.low : 0)),
    high: answers.map((answer, c) => (known(answer) ? answer.high : model.criteria[c].last)),
  };
}

/** The best location that is not excluded; ties go to the earlier one. */
function chooseLocation(scores, excluded) {
  let best = null;
  for (let l = 0; l < 3; l += 1) {
    if ((excluded >> l) & 1) continue;
    if (best === null || scores[l + 1] > scores[best + 1]) best = l;
  }
  return best;
}

// What the rules that fire give to each axis: their points, and the opposite of what the criteria
// gave that they neutralise. A criterion that two neutralise counts once, for the first.
function pointsOfRules(model, fired, point) {
  const taken = new Set();
  return fired.map((rule) => {
    const points = [...rule.points];
    for (const c of rule.neutralised) {
      if (taken.has(c)) continue;
      taken.add(c);
      const criterion = model.criteria[c];
      for (let a = 0; a < 4; a += 1) points[a] += criterion.points[a][criterion.neutral] - criterion.points[a][point[c]];
    }
    return points;
  });
}

/** Scores and choices where every answer is a position. */
export function outcomeAt(model, point) {
  const box = { low: point, high: point };
  const fired = model.rules.filter((rule) => truth(rule.when, box) === YES);
  const given = pointsOfRules(model, fired, point);
  const scores = AXES.map((_, a) =>
    model.criteria.reduce((sum, criterion, c) => sum + criterion.points[a][point[c]], 0) +
    given.reduce((sum, points) => sum + points[a], 0));
  const excluded = fired.reduce((all, rule) => all | rule.excluded, 0);
  return {
    scores, fired, given, excluded,
    engagement: scores[0] >= model.threshold ? "KPO" : "BPO",
    location: chooseLocation(scores, excluded),
    disposition: chooseDisposition(fired.reduce((all, rule) => all | rule.sets, 0), excluded),
  };
}

const testsAnswered = (node, answers) =>
  node.kind === "atom" ? isAnswered(answers[node.criterion])
    : node.children.some((child) => testsAnswered(child, answers));

/** Whether anything that was answered bears on each axis. */
function bearing(model, answers, box) {
  const answered = (a) =>
    [...model.axes[a].weights].some(([c, weight]) => weight.hundredths > 0 && isAnswered(answers[c]));
  const bears = { engagement: answered(0), location: answered(1) || answered(2) || answered(3), disposition: false };
  for (const rule of model.rules) {
    const cautious = truth(rule.when, box);
    const fires = cautious === YES || (cautious === MAYBE && settleRule(model, rule, box, CELLS) === YES);
    bears.engagement ||= fires && moves(model, rule, 0);
    bears.location ||= fires && (rule.excluded !== 0 || [1, 2, 3].some((a) => moves(model, rule, a)));
    if (rule.sets !== 0) bears.disposition ||= fires || testsAnswered(rule.when, answers);
  }
  return bears;
}

function statuses(model, box, bears) {
  let proven = true;
  const of = (settled, bearsOnIt) => {
    if (!bearsOnIt) return "undetermined";
    proven &&= settled.proven;
    return settled.unique ? "decided" : "tentative";
  };
  const settled = settleDisposition(model, box, CELLS);
  const engagement = of(settleEngagement(model, box, CELLS), bears.engagement);
  const location = of(settleLocation(model, box, CELLS), bears.location);
  proven &&= settled.proven;
  // Retain because every location is excluded: nothing else need bear on the disposition.
  const forced = settled.unique && settled.value === "retain";
  const disposition = of(settled, bears.disposition || forced);
  const all = [engagement, location, disposition];
  const overall = engagement === "undetermined" ? "undetermined"
    : all.every((each) => each === "decided") ? "decided" : "tentative";
  return { engagement, location, disposition, overall, proven };
}

const firstTested = (node) => (node.kind === "atom" ? node.criterion : firstTested(node.children[0]));

/** One entry per gate, criterion and rule; those of an axis add up to its score. */
class Reasoning {
  constructor(model, answers, point, outcome) {
    Object.assign(this, { model, answers, point, outcome, reasons: [] });
  }

  read(c) {
    const { origin, shown, evidence } = this.answers[c];
    const value = origin === "unknown" ? valueAt(this.model.criteria[c], this.point[c]) : shown;
    return { value, origin, evidence };
  }

  push(entry, rest) {
    const { code, axis, criterion = null, rule = null, read, points, side, text, liftedBy } = { ...entry, ...rest };
    const reason = { code, axis, criterion, rule, value: read ? read.value : null, origin: read ? read.origin : null };
    if (points !== undefined) reason.points = points2(points);
    reason.side = side;
    reason.text = text;
    if (liftedBy !== undefined) reason.lifted_by = liftedBy;
    if (read && read.evidence !== "") reason.evidence = read.evidence;
    this.reasons.push(reason);
  }

  gates() {
    for (const rule of this.outcome.fired) {
      if (rule.excluded === 0) continue;
      const c = firstTested(rule.when);
      const side = LOCATIONS.filter((_, l) => (rule.excluded >> l) & 1).map((name) => `not_${name}`).join(",");
      this.push({ code: rule.id, axis: "gate", criterion: this.model.criteria[c].id, rule: rule.id, side,
        read: this.read(c), text: rule.because, liftedBy: rule.lifted_by ?? "" });
    }
  }

  dispositions() {
    if (this.outcome.excluded === NOWHERE) {
      this.push({ code: "no_location", axis: "disposition", side: "retain", text: this.model.phrases.no_location });
    }
    for (const rule of this.outcome.fired) {
      if (rule.sets === 0) continue;
      this.push({ code: rule.id, axis: "disposition", rule: rule.id, side: rule.disposition, text: rule.because });
    }
  }

  axis(a) {
    const { criteria, axes, phrases } = this.model;
    const terms = [];
    criteria.forEach((criterion, c) => {
      const weight = axes[a].weights.get(c);
      if (!weight || weight.hundredths === 0 || this.answers[c].origin === "unknown") return;
      const points = criterion.points[a][this.point[c]] - criterion.points[a][criterion.neutral];
      const text = points === 0 ? phrases.neutral : points > 0 ? weight.for : weight.against;
      terms.push({ code: criterion.id, criterion: criterion.id, read: this.read(c), points, text: text ?? "" });
    });
    this.outcome.fired.forEach((rule, i) => {
      const points = this.outcome.given[i][a];
      if (points !== 0) terms.push({ code: rule.id, rule: rule.id, points, text: rule.because });
    });
    terms.sort((x, y) => Math.abs(y.points) - Math.abs(x.points));
    for (const term of terms) this.push(term, { axis: AXES[a], side: sideOf(a, term.points) });
    this.push({ code: "base", axis: AXES[a], points: axes[a].base, side: "neutral", text: phrases.base });
  }

  all() {
    this.gates();
    this.dispositions();
    this.axis(0);
    const chosen = this.outcome.location;
    if (chosen !== null) this.axis(chosen + 1);
    for (let l = 0; l < 3; l += 1) if (l !== chosen) this.axis(l + 1);
    return this.reasons;
  }
}

function sideOf(a, points) {
  if (points === 0) return "neutral";
  if (a === 0) return points > 0 ? "KPO" : "BPO";
  return points > 0 ? AXES[a] : `not_${AXES[a]}`;
}

// Ways that are kept while they are put together; fewer once that has cost much.
const MOST_WAYS = 512, FEW_WAYS = 8, MOST_JOINS = 200000;

// Nothing is lacking.
const HOLDS = { wants: [], lacking: 0 };

// Fewer unmet needs first, then the earlier criteria. A way: { wants: [{ need, met }], lacking }.
function shorter(a, b) {
  if (a.lacking !== b.lacking) return a.lacking - b.lacking;
  const [x, y] = [a, b].map((way) => way.wants.filter((want) => !want.met));
  const at = x.findIndex((want, i) => want.need.criterion !== y[i].need.criterion);
  return at < 0 ? 0 : x[at].need.criterion - y[at].need.criterion;
}

// The criteria that a condition tests more than once.
function testedTwice(node, once = new Set(), twice = new Set()) {
  if (node.kind === "atom") (once.has(node.criterion) ? twice : once).add(node.criterion);
  else for (const child of node.children) testedTwice(child, once, twice);
  return twice;
}

// The ways to make a condition hold whatever the open answers are. What is answered so already
// stays a need only where another test of the same criterion may still join it.
class Ways {
  constructor(model, node, box) {
    Object.assign(this, { model, box, twice: testedTwice(node), joins: 0 });
  }

  most() {
    return this.joins < MOST_JOINS ? MOST_WAYS : FEW_WAYS;
  }

  of({ kind, children, ...atom }, wanted) {
    if (kind === "atom") return this.atom(atom, wanted);
    if (kind === "not") return this.of(children[0], !wanted);
    return (kind === "all") === wanted ? this.together(children, wanted) : this.either(children, wanted);
  }

  together(children, wanted) {
    let ways = [HOLDS];
    for (const child of children) {
      const more = this.of(child, wanted);
      if (more.length === 1 && more[0].wants.length === 0) continue;
      ways = this.prune(this.both(ways, more), this.most());
      if (ways.length === 0) break;
    }
    return ways;
  }

  either(children, wanted) {
    let ways = [];
    for (const child of children) {
      const more = this.of(child, wanted);
      if (more.some((way) => way.wants.length === 0)) return [HOLDS];
      ways.push(...more);
      if (ways.length > 4 * MOST_WAYS) ways = this.prune(ways, MOST_WAYS);
    }
    return this.prune(ways, this.most());
  }

  prune(ways, most) {
    return ways.length <= most ? ways : ways.sort(shorter).slice(0, most);
  }

  met({ criterion, low, high, outside }) {
    const least = this.box.low[criterion], most = this.box.high[criterion];
    return outside ? most < low || least > high : low <= least && most <= high;
  }

  one(criterion, low, high, outside = false) {
    const need = { criterion, low, high, outside }, met = this.met(need);
    if (met && !this.twice.has(criterion)) return [HOLDS];
    return [{ wants: [{ need, met }], lacking: met ? 0 : 1 }];
  }

  atom({ criterion, from, to }, wanted) {
    const { last } = this.model.criteria[criterion];
    if (from > to) return wanted ? [] : [HOLDS]; // it holds nowhere
    if (wanted) return this.one(criterion, from, to);
    if (from === 0 && to === last) return [];
    if (from === 0) return this.one(criterion, to + 1, last);
    return to === last ? this.one(criterion, 0, from - 1) : this.one(criterion, from, to, true);
  }

  // What meets two needs of one criterion: intervals. An outside one has positions on both sides.
  meet(a, b) {
    if (a.outside === b.outside && a.low === b.low && a.high === b.high) return [a];
    const { criterion } = a, { last } = this.model.criteria[criterion];
    const parts = ({ low, high, outside }) => (outside ? [[0, low - 1], [high + 1, last]] : [[low, high]]);
    return parts(a).flatMap(([low, high]) => parts(b).flatMap(([from, to]) => {
      const least = Math.max(low, from), most = Math.min(high, to);
      return least <= most ? [{ criterion, low: least, high: most, outside: false }] : [];
    }));
  }

  add({ wants, lacking }, want) {
    const found = wants.findIndex((each) => each.need.criterion >= want.need.criterion);
    const at = found < 0 ? wants.length : found, own = wants[at];
    if (own?.need.criterion !== want.need.criterion) {
      return [{ wants: [...wants.slice(0, at), want, ...wants.slice(at)], lacking: lacking + (want.met ? 0 : 1) }];
    }
    return this.meet(own.need, want.need).map((need) => {
      const met = this.met(need);
      return { wants: wants.map((each, i) => (i === at ? { need, met } : each)), lacking: lacking - (own.met ? 0 : 1) + (met ? 0 : 1) };
    });
  }

  both(a, b) {
    const ways = [], enough = 4 * this.most();
    for (const x of a) {
      for (const y of b) {
        let all = [x];
        for (const want of y.wants) all = all.flatMap((way) => this.add(way, want));
        this.joins += 1 + Math.floor((x.wants.length + y.wants.length) / 16);
        ways.push(...all);
        if (ways.length > enough) return ways;
      }
    }
    return ways;
  }
}

// The fewest answers that would make a condition hold; none where nothing can.
function lackingFor(model, condition, box) {
  const ways = new Ways(model, condition, box).of(condition, true);
  if (ways.length === 0) return [];
  const least = ways.reduce((best, way) => (shorter(way, best) < 0 ? way : best));
  return least.wants.filter((want) => !want.met).map((want) => want.need);
}

// As a model writes a comparison.
function wantedOf(model, { criterion, low, high, outside }) {
  const info = model.criteria[criterion];
  const at = (position) => valueAt(info, position);
  const size = (position) => JSON.stringify(at(position)).length;
  if (low === high) return outside ? { is_not: at(low) } : { is: at(low) };
  if (outside) return { not: { between: [at(low), at(high)] } };
  const numeric = info.scale === "level" || info.scale === "number";
  if (high === info.last) {
    return numeric && low > 0 && size(low - 1) < size(low) ? { above: at(low - 1) } : { at_least: at(low) };
  }
  if (low === 0) return numeric && size(high + 1) < size(high) ? { below: at(high + 1) } : { at_most: at(high) };
  return { between: [at(low), at(high)] };
}

// The rules that set a disposition, whether they fire, and the fewest answers that would make them.
function considered(model, answers, box) {
  return model.rules.filter((rule) => rule.sets !== 0).map((rule) => {
    let value = truth(rule.when, box);
    if (value === MAYBE) value = settleRule(model, rule, box, CELLS);
    const least = value === YES ? [] : lackingFor(model, rule.when, box);
    return {
      code: rule.id,
      disposition: rule.disposition,
      fires: value === YES ? "yes" : value === MAYBE ? "maybe" : "no",
      lacking: least.map((need) => ({
        criterion: model.criteria[need.criterion].id,
        value: isAnswered(answers[need.criterion]) ? answers[need.criterion].shown : null,
        wanted: wantedOf(model, need),
      })),
    };
  });
}

// A lead within the model's band is close, a tie always.
function closeness(model, chosen, compared, lead) {
  if (model.location_band === undefined) return {};
  return { band: points2(model.location_band), close: chosen ? compared && lead <= model.location_band : null };
}

const byLocation = (value) => Object.fromEntries(LOCATIONS.map((name, l) => [name, value(l)]));
const named = (bits) => LOCATIONS.filter((_, l) => (bits >> l) & 1);

/**
 * Decides one task. Throws a TaskError where the task is not valid.
 * `options.assume`: answers that fill what the task leaves open; `options.row`: its number, for a
 * task without an id; `options.reasons`: false leaves the reasons out.
 */
export function decideTask(model, task, options = {}) {
  const read = readTask(model, task, options.assume);
  const { answers } = read;
  const point = estimate(model, answers);
  const box = completions(model, answers, isAnswered);
  const outcome = outcomeAt(model, point);
  const bounds = AXES.map((_, a) => range(model, box, { plus: a }, CELLS));
  const { somewhere, everywhere } = exclusions(model, box, CELLS);
  const status = statuses(model, box, bearing(model, answers, box));
  const engagement = status.engagement === "undetermined" ? null : outcome.engagement;
  const chosen = outcome.location;
  const location = status.location === "undetermined" || chosen === null ? null : LOCATIONS[chosen];
  const second = chosen === null ? null : chooseLocation(outcome.scores, outcome.excluded | (1 << chosen));
  const compared = location !== null && second !== null;
  const margin = outcome.scores[0] - model.threshold;
  const pair = ({ low, high }) => [points2(low), points2(high)];
  const ids = (...origins) =>
    model.criteria.filter((_, c) => origins.includes(answers[c].origin)).map((criterion) => criterion.id);

  const decision = {
    schema: "sourcing.verdict/1",
    tool: model.tool,
    model: { id: model.id, version: model.version, sha256: model.sha256 },
    id: read.id || null,
  };
  if (read.id === "") decision.row = options.row ?? 1;
  decision.name = read.name || null;
  if (Object.keys(read.fields).length > 0) decision.fields = read.fields;
  Object.assign(decision, {
    verdict: {
      disposition: status.disposition === "undetermined" ? null : outcome.disposition,
      engagement,
      hybrid: engagement === null ? null : Math.abs(margin) <= model.band,
      location,
      status: status.overall,
    },
    disposition_status: status.disposition,
    proven: bounds.every((each) => each.exact) && status.proven,
    engagement: {
      score: points2(outcome.scores[0]),
      threshold: points2(model.threshold),
      margin: points2(margin),
      band: points2(model.band),
      status: status.engagement,
      bounds: pair(bounds[0]),
    },
    location: {
      scores: byLocation((l) => points2(outcome.scores[l + 1])),
      bounds: byLocation((l) => pair(bounds[l + 1])),
      margin: compared ? points2(outcome.scores[chosen + 1] - outcome.scores[second + 1]) : null,
      runner_up: compared ? LOCATIONS[second] : null,
      ...closeness(model, location !== null, compared, outcome.scores[chosen + 1] - outcome.scores[second + 1]),
      excluded: named(outcome.excluded),
      maybe_excluded: named(somewhere & ~everywhere),
      status: status.location,
    },
  });
  decision.considered = considered(model, answers, box);
  if (read.activity !== "") {
    const given = completions(model, answers, (answer) => answer.origin !== "unknown");
    const all = { engagement: true, location: true, disposition: true };
    decision.given_profile = {
      status: statuses(model, given, all).overall,
      verdict: {
        disposition: outcome.disposition,
        engagement: outcome.engagement,
        location: chosen === null ? null : LOCATIONS[chosen],
      },
    };
  }
  if (options.reasons !== false) decision.reasons = new Reasoning(model, answers, point, outcome).all();
  decision.unknown = ids("unknown");
  decision.assumed = ids("assumed", "profile");
  return decision;
}

// SPDX-License-Identifier: Apache-2.0
// What the module offers.
/* global TABLES */
import { compile } from "./compile.mjs";
import { range } from "./box.mjs";
import { decideTask } from "./decide.mjs";
import { unpack } from "./tables.mjs";
import { TaskError } from "./values.mjs";
import { stringify } from "./write.mjs";

/**
 * A level (`4`), its word (`"high"`), a truth value, a range (`[2, 4]`), or unknown (absent, `null`).
 * @typedef {number|string|boolean|null|[number|string|boolean, number|string|boolean]} Value
 */
/**
 * A value, or a value with what it rests on, which travels to the reasons.
 * @typedef {Value|{value: Value, evidence?: string}} Answer
 */
/**
 * `id`, `name` and `activity` are strings; every other key is a criterion of the model, and an
 * Answer. Keys that begin with `x_` are passed over; any other unknown key is an error.
 * @typedef {Object<string, Answer>} Task
 */
/**
 * @typedef {Object} Options
 * @property {Object<string, Value>} [assume] answers that fill what the task leaves open
 * @property {number} [row] stands in the decision of a task without an id (1)
 * @property {boolean} [reasons] false leaves the reasons out
 */
/**
 * @typedef {"decided"|"tentative"|"undetermined"} Status
 * @typedef {"onshore"|"nearshore"|"offshore"} Location
 * @typedef {Object} Reason
 * @property {string} code the criterion, gate or rule, or `base`
 * @property {"engagement"|Location|"gate"|"disposition"} axis
 * @property {string|null} criterion
 * @property {string|null} rule
 * @property {Value} value what was read
 * @property {"answered"|"assumed"|"profile"|"unknown"|null} origin of the value
 * @property {number} [points] those of one axis add up to its score
 * @property {string} side what it speaks for
 * @property {string} text
 * @property {string} [lifted_by] gates: what would lift it
 * @property {string} [evidence]
 */
/**
 * `sourcing.verdict/1`, as `sourcing classify --format json` writes it, less `possible`,
 * `possible_complete`, `next_questions`, `robust` and `flip_step`. Scores, margins and points are
 * numbers with at most two decimals; `stringify` writes both.
 * @typedef {Object} Decision
 * @property {{id: string, version: string, sha256: string|null}} model
 * @property {string|null} id
 * @property {string|null} name
 * @property {{disposition: "outsource"|"retain"|"automate_first"|null, engagement: "BPO"|"KPO"|null,
 *   hybrid: boolean|null, location: Location|null, status: Status}} verdict
 * @property {Status} disposition_status
 * @property {boolean} proven
 * @property {{score: number, threshold: number, margin: number, band: number, status: Status,
 *   bounds: [number, number]}} engagement
 * @property {{scores: Object<Location, number>, bounds: Object<Location, [number, number]>,
 *   margin: number|null, runner_up: Location|null, band: number, close: boolean|null,
 *   excluded: Location[], maybe_excluded: Location[], status: Status}} location
 * @property {{code: string, disposition: "retain"|"automate_first", fires: "yes"|"no"|"maybe",
 *   lacking: {criterion: string, value: Value, wanted: Object}[]}[]} considered
 * @property {Reason[]} reasons
 * @property {string[]} unknown criteria without an answer
 * @property {string[]} assumed criteria filled from `assume` or the activity's profile
 */

/** The model as it was exported: its criteria with their questions and words, its weights and rules. */
export const model = unpack(TABLES);
const compiled = compile(model);

/**
 * Decides one task, as the program does: whole numbers, the same bits everywhere.
 * @param {Task} task
 * @param {Options} [options]
 * @returns {Decision}
 * @throws {TaskError} where the task is not valid; `problems` says all that is wrong
 */
export function decide(task, options) {
  return decideTask(compiled, task, options);
}

export { TaskError, stringify };

/**
 * The same model with other weights: `withWeights({engagement: {judgment: 30}})`. They count in
 * proportion, as the model's own do. Its decisions carry no checksum: it is nobody's model.
 * @param {Object<string, Object<string, number>>} weights
 * @returns {{decide: typeof decide}}
 * @throws {RangeError} where a weight is no number of at least 0, or a score could leave 0 to 100
 */
export function withWeights(weights) {
  for (const axis of model.axes) {
    const used = axis.weights.map((each) => weights[axis.name]?.[each.criterion] ?? each.weight);
    if (!used.every((each) => each >= 0 && each <= 1e6) || !used.some((each) => each > 0)) {
      throw new RangeError(`${axis.name}: weights are 0 to 1000000, and one is more than 0`);
    }
  }
  const changed = { ...compile(model, weights), sha256: null };
  const whole = { low: changed.criteria.map(() => 0), high: changed.criteria.map((each) => each.last) };
  changed.axes.forEach((axis, plus) => {
    const { low, high } = range(changed, whole, { plus }, 200000);
    if (low < 0 || high > 10000) throw new RangeError(`the score ${axis.name} could leave 0 to 100`);
  });
  return { decide: (task, options) => decideTask(changed, task, options) };
}

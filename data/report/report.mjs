// SPDX-License-Identifier: Apache-2.0
// What the report does besides its list: try another answer, try other weights. It stands behind the
// model's module, so `decide`, `withWeights`, `model` and `stringify` are the model's.
/* global decide, withWeights, model, stringify, TaskError, List, byId, element, fill, say, named, numbers, spoken */

const verdicts = JSON.parse(byId("verdicts").textContent);
const fixed = (number) => (number === null || number === undefined ? "" : number.toFixed(2).replace(".", say.decimal));

/** A value as people write it: words of the page's language, its decimal sign. */
function written(id, value) {
  if (Array.isArray(value)) return value.map((end) => written(id, end)).join(" – ");
  if (typeof value === "number") return String(value).replace(".", say.decimal);
  return value === null ? "" : spoken[id]?.[String(value)] ?? String(value);
}

// ---- One process: its page where the program wrote none, and what another answer would give. ----

const indexOf = new Map(numbers.map((number, index) => [String(number), index]));

function facts(decision) {
  const pair = (name, value) => element("div", {}, element("dt", {}, name), element("dd", {}, value));
  const { verdict, engagement, location: place } = decision;
  return element("dl", { class: "facts" },
    pair(say.disposition, named(verdict.disposition)),
    pair(say.engagement, `${named(verdict.engagement)} ${fixed(engagement.score)}`),
    pair(say.location, `${named(verdict.location)} (${Object.entries(place.scores).map(([name, score]) => `${name} ${fixed(score)}`).join(", ")})`),
    pair(say.status, named(verdict.status)));
}

function reasonTable(decision) {
  const axes = ["gate", "disposition", "engagement", ...(decision.verdict.location ? [decision.verdict.location] : [])];
  const table = element("table", {}, element("caption", {}, say.reasons));
  for (const reason of decision.reasons.filter(({ axis }) => axes.includes(axis))) {
    table.append(element("tr", {}, element("th", { scope: "row" }, labelOf(reason)), element("td", {}, written(reason.criterion, reason.value)),
      element("td", { class: "n" }, fixed(reason.points)), element("td", {}, reason.code === "base" ? "" : reason.text)));
  }
  return element("div", { class: "wide", tabindex: "0" }, table);
}

const labels = new Map([...model.criteria, ...model.rules].map(({ id, label }) => [id, label]));
const labelOf = ({ code }) => (code === "base" ? say.start : labels.get(code) ?? code);

const choices = (criterion) => criterion.levels.filter(({ word }) => word !== undefined);

/** A field for each criterion: its words, a number, or nothing. */
function answerField(criterion, task, changed) {
  const given = task[criterion.id] ?? null;
  const value = given !== null && typeof given === "object" && !Array.isArray(given) ? given.value : given;
  const shown = value === null ? "" : JSON.stringify(value);
  const options = choices(criterion).map(({ word }) => {
    const option = criterion.scale === "boolean" ? String(word === "true") : JSON.stringify(word);
    return element("option", { value: option, selected: option === shown }, written(criterion.id, word));
  });
  if (shown !== "" && !options.some((option) => option.hasAttribute("selected"))) {
    options.unshift(element("option", { value: shown, selected: true }, written(criterion.id, value)));
  }
  const select = element("select", { "data-criterion": criterion.id, change: (event) => {
    changed(criterion.id, event.target.value === "" ? null : JSON.parse(event.target.value));
  } }, element("option", { value: "" }, say.unknown), ...options);
  const number = element("input", { type: "text", inputmode: "decimal", size: "6", "aria-label": criterion.label,
    "data-number": criterion.id, value: typeof value === "number" ? written(criterion.id, value) : "", change: (event) => {
      const text = event.target.value.trim().replace(",", ".");
      changed(criterion.id, text === "" ? null : Number(text));
    } });
  const numeric = ["level", "number", "bands"].includes(criterion.scale);
  return element("label", { title: criterion.question }, criterion.label, options.length > 0 || !numeric ? select : "", numeric ? number : "");
}

function whatIf(index, place) {
  const before = verdicts[index];
  // The object has the row's own fields once; a task says them with its answers.
  const given = { ...before.task, ...before.fields };
  let task = structuredClone(given);
  const result = element("div", { role: "status", "data-result": numbers[index] });
  const show = () => {
    try {
      const decision = decide(task, { row: before.row });
      const same = ["disposition", "engagement", "location"].every((key) => decision.verdict[key] === before.verdict[key]);
      result.replaceChildren(element("p", same ? {} : { class: "moved" }, same ? say.no_change : fill(say.moves, { count: 1 })),
        facts(decision), reasonTable(decision));
      result.dataset.decision = stringify(decision);
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
      result.replaceChildren(element("p", { class: "moved" }, say.invalid), ...error.problems.map(({ message }) => element("p", {}, message)));
      delete result.dataset.decision;
    }
  };
  const changed = (criterion, value) => {
    task[criterion] = value;
    if (value === null) delete task[criterion];
    show();
  };
  const fields = element("div", { class: "answers" });
  const fillFields = () => fields.replaceChildren(...model.criteria.map((criterion) => answerField(criterion, task, changed)));
  const copied = element("span", { role: "status" });
  const copy = async () => {
    const text = JSON.stringify(task, null, 2);
    const area = element("textarea", { rows: "8", cols: "40", "aria-label": say.copy });
    area.value = text;
    try {
      await navigator.clipboard.writeText(text);
      copied.textContent = say.copied;
    } catch {
      copied.replaceChildren(area); // from disk a page may not write to the clipboard: there it is, to be taken
      area.select();
    }
  };
  fillFields();
  place.append(element("div", { class: "live tool", "data-what-if-of": numbers[index] }, element("h4", {}, say.what_if), fields,
    element("p", {}, element("button", { type: "button", click: () => { task = structuredClone(given); fillFields(); show(); } }, say.reset), " ",
      element("button", { type: "button", click: copy }, say.copy), " ", copied), result));
  show();
}

/** The page of a process that the program wrote none for. */
function pageOf(index) {
  const number = numbers[index];
  const given = verdicts[index];
  const name = [given.name, given.id ? `(${given.id})` : ""].filter(Boolean).join(" ") || `#${number}`;
  const article = element("article", { class: "process", id: `p${number}` }, element("h3", {}, name));
  if (given.verdict.status === "error") {
    article.append(element("p", {}, given.error?.message ?? named("error")));
  } else {
    const decision = decide(given.task, { row: given.row });
    article.append(facts(decision), reasonTable(decision), element("h4", {}, say.changes), flips(given), element("p", { class: "sign" }, say.sign));
    whatIf(index, article);
  }
  byId("asked").append(article);
  return article;
}

/** The single steps of an answer that change the verdict. */
function flips(given) {
  const items = [];
  for (const criterion of model.criteria) {
    const answer = given.task[criterion.id];
    const value = answer !== null && typeof answer === "object" && !Array.isArray(answer) ? answer.value : answer;
    if (value === undefined || value === null || Array.isArray(value)) continue;
    for (const next of neighbours(criterion, value)) {
      const { verdict } = decide({ ...given.task, [criterion.id]: next }, { reasons: false });
      const moved = ["disposition", "engagement", "location"].filter((key) => verdict[key] !== given.verdict[key]);
      if (moved.length === 0) continue;
      items.push(element("li", {}, fill(say.step, { criterion: criterion.label, from: written(criterion.id, value), to: written(criterion.id, next) }),
        `: ${moved.map((key) => named(verdict[key])).join(", ")}`));
    }
  }
  return items.length === 0 ? element("p", {}, say.nothing_flips) : element("ul", {}, ...items);
}

function neighbours(criterion, value) {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number" && criterion.scale !== "bands") {
    return [value - 1, value + 1].filter((each) => each * 100 >= criterion.minimum && each * 100 <= criterion.maximum);
  }
  const words = choices(criterion);
  const position = typeof value === "number" ? words.findIndex(({ to }) => to === undefined || value < to)
    : words.findIndex(({ word }) => word === value);
  return position < 0 ? [] : [words[position - 1], words[position + 1]].filter(Boolean).map(({ word }) => word);
}

function openAsked() {
  const match = /^#p(\d+)$/.exec(location.hash);
  if (!match || !indexOf.has(match[1]) || byId(`p${match[1]}`)) return;
  pageOf(indexOf.get(match[1])).scrollIntoView();
}

// ---- Other weights: which rows of the portfolio move. ----

function makeWeights() {
  const form = byId("weight-form");
  const given = {};
  for (const axis of model.axes) {
    const fields = axis.weights.map(({ criterion, weight }) => element("label", {}, labels.get(criterion),
      element("input", { type: "number", min: "0", max: "1000", step: "any", value: weight, "data-axis": axis.name, "data-weight": criterion,
        change: (event) => { (given[axis.name] ??= {})[criterion] = Number(event.target.value); } })));
    form.append(element("details", axis.name === "engagement" ? { open: true } : {}, element("summary", {}, axis.label),
      element("div", { class: "answers" }, ...fields)));
  }
  form.append(element("button", { type: "submit" }, say.apply), " ", element("button", { type: "reset", click: () => {
    for (const key of Object.keys(given)) delete given[key];
    byId("moves").replaceChildren();
  } }, say.reset));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    showMoves(given);
  });
  byId("no-script").remove();
  form.hidden = false;
}

function showMoves(weights) {
  const place = byId("moves");
  let changed;
  try {
    changed = withWeights(weights);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    place.replaceChildren(element("p", { class: "moved" }, say.refused));
    return;
  }
  const table = element("table", {}, element("thead", {}, element("tr", {},
    ...[say.process, say.before, say.after].map((text) => element("th", { scope: "col" }, text)))));
  const tbody = element("tbody");
  const shown = (verdict) => ["disposition", "engagement", "location"].map((key) => named(verdict[key])).join(", ");
  let count = 0;
  verdicts.forEach((before, index) => {
    if (before.verdict.status === "error") return;
    const { verdict } = changed.decide(before.task, { reasons: false });
    if (shown(verdict) === shown(before.verdict)) return;
    count += 1;
    tbody.append(element("tr", {}, element("td", {}, element("a", { href: `#p${numbers[index]}` }, before.name ?? before.id ?? `#${numbers[index]}`)),
      element("td", {}, shown(before.verdict)), element("td", {}, shown(verdict))));
  });
  table.append(tbody);
  place.replaceChildren(element("p", {}, count === 0 ? say.moves_none : fill(say.moves, { count })),
    ...(count === 0 ? [] : [element("div", { class: "wide", tabindex: "0" }, table)]));
  place.dataset.count = count;
}

new List(Object.fromEntries(["disposition", "engagement", "location", "status"].map((key) => [key, {
  label: say[key],
  values: verdicts.map(({ verdict }) => verdict[key] ?? "none"),
  shown: (value) => (value === "none" ? say.none : named(value)),
}])));
makeWeights();
for (const button of document.querySelectorAll("button[data-what-if]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.remove();
    whatIf(indexOf.get(button.dataset.whatIf), byId(`p${button.dataset.whatIf}`));
  });
}
addEventListener("hashchange", openAsked);
openAsked();
document.documentElement.dataset.ready = "true";

// SPDX-License-Identifier: Apache-2.0
// What every page does: a list that is searched, filtered and sorted; what is chosen stands in the
// address. Everything is put into the page as text, never as markup.

const byId = (id) => document.getElementById(id);
const { say, names, numbers, spoken } = JSON.parse(byId("words").textContent);
const named = (word) => (word === null || word === undefined ? say.none : names[word] ?? word);

/** An element with attributes and children; strings become text. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

/** The table `#list`. `filters`: `{key: {label, values: one a row, shown}}`. */
class List {
  constructor(filters) {
    this.table = byId("list");
    this.body = this.table.tBodies[0];
    this.rows = [...this.body.rows].map((row, index) => ({ row, index }));
    this.filters = filters;
    this.state = { search: "", sort: "", ...Object.fromEntries(Object.keys(filters).map((key) => [key, ""])) };
    const given = new URLSearchParams(location.hash.slice(1));
    for (const key of Object.keys(this.state)) this.state[key] = given.get(key) ?? "";
    this.makeFilters();
    if (this.state.sort !== "") this.sort();
    this.show();
  }

  writeState() {
    const chosen = new URLSearchParams(Object.entries(this.state).filter(([, value]) => value !== ""));
    history.replaceState(null, "", `#${chosen}`);
  }

  valueOf(row, column) {
    const text = row.cells[column]?.textContent.trim() ?? "";
    if (!this.table.tHead.rows[0].cells[column].classList.contains("n")) return text;
    const number = text === "" ? NaN : Number(text.replace(say.decimal, "."));
    return Number.isNaN(number) ? -Infinity : number;
  }

  sort() {
    const [column, direction] = this.state.sort.split(".");
    const way = direction === "down" ? -1 : 1;
    const { compare: words } = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const compare = (a, b) => (typeof a === "number" ? a - b : words(a, b));
    const order = column === "" ? this.rows
      : this.rows.map((each) => ({ each, value: this.valueOf(each.row, Number(column)) }))
        .sort((a, b) => way * compare(a.value, b.value) || a.each.index - b.each.index).map(({ each }) => each);
    this.body.append(...order.map(({ row }) => row));
    [...this.table.tHead.rows[0].cells].forEach((head, i) => {
      if (String(i) === column) head.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
  }

  show() {
    const wanted = this.state.search.toLowerCase();
    const chosen = Object.entries(this.filters).filter(([key]) => this.state[key] !== "");
    let shown = 0;
    for (const each of this.rows) {
      const { row, index } = each;
      if (wanted !== "") each.text ??= row.textContent.toLowerCase();
      const fits = (wanted === "" || each.text.includes(wanted)) &&
        chosen.every(([key, { values }]) => this.state[key] === values[index]);
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    byId("shown").textContent = fill(say.shown, { shown, rows: this.rows.length });
  }

  makeFilters() {
    const form = byId("filters");
    const search = element("input", { type: "search", value: this.state.search, input: (event) => this.change("search", event.target.value) });
    form.append(element("label", {}, say.search, search));
    for (const [key, { label, values, shown }] of Object.entries(this.filters)) {
      const select = element("select", { change: (event) => this.change(key, event.target.value) },
        element("option", { value: "" }, say.all),
        ...[...new Set(values)].map((value) => element("option", { value, selected: this.state[key] === value }, shown(value))));
      form.append(element("label", {}, label, select));
    }
    form.append(element("button", { type: "button", click: () => this.reset() }, say.reset));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    [...this.table.tHead.rows[0].cells].forEach((head, i) => {
      const label = head.textContent;
      head.replaceChildren(element("button", { type: "button", click: () => {
        this.change("sort", this.state.sort === `${i}.up` ? `${i}.down` : `${i}.up`);
      } }, label));
    });
  }

  change(key, value) {
    this.state[key] = value;
    this.writeState();
    if (key === "sort") this.sort();
    this.show();
  }

  reset() {
    for (const key of Object.keys(this.state)) this.state[key] = "";
    byId("filters").querySelectorAll("input, select").forEach((each) => { each.value = ""; });
    this.writeState();
    this.sort();
    this.show();
  }
}

// SPDX-License-Identifier: Apache-2.0
// What the page of two models does: its list, filtered by the verdicts before and after.
/* global List, byId, say */

const column = (index) => [...byId("list").tBodies[0].rows].map((row) => row.cells[index].textContent.trim());
const shown = (value) => value;
new List({
  from: { label: say.before, values: column(1), shown },
  to: { label: say.after, values: column(2), shown },
});
document.documentElement.dataset.ready = "true";

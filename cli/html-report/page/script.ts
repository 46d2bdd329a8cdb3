/**
 * The page's script: columns sort when their heading is pressed, long tables get a field that filters them. Without it
 * the page has everything all the same.
 */
export const script = `
for (const table of document.querySelectorAll("table[data-sort]")) {
  const [head, body] = [table.tHead.rows[0], table.tBodies[0]];
  const valueOf = (row, i) => row.cells[i].dataset.value ?? row.cells[i].textContent.trim();
  const compare = (a, b) => {
    const [x, y] = [Number(a), Number(b)];
    return a !== "" && b !== "" && !Number.isNaN(x) && !Number.isNaN(y) ? x - y : a.localeCompare(b);
  };
  for (const [i, cell] of [...head.cells].entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = cell.textContent;
    cell.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = cell.getAttribute("aria-sort") === "ascending";
      for (const other of head.cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sorted = [...body.rows].sort((a, b) => compare(valueOf(a, i), valueOf(b, i)) * (down ? -1 : 1));
      body.append(...sorted);
    });
  }
  if (body.rows.length < 12) continue;
  const label = document.createElement("label");
  label.className = "filter";
  const field = document.createElement("input");
  field.type = "search";
  label.append("Filter", field);
  table.closest(".scroll").before(label);
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}
`;

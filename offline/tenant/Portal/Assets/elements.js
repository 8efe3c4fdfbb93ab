// Makes elements. Whatever the tenant holds becomes text, never markup.

/** An element with attributes and children; a child that is not an element becomes text, null and false become nothing. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick")
      made.addEventListener("click", value);
    else if (value === true)
      made.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false)
      made.append(child instanceof Node ? child : String(child));
  }
  return made;
}

/** A text that may run from right to left without turning what is around it. */
export const name = text => element("bdi", {}, text === "" || text === null || text === undefined ? "(no name)" : text);

export const code = text => text ? element("code", {}, text) : null;

export const link = (target, ...children) => element("a", { href: `#/${target}`, id: `to-${target}` }, ...children);

export const badge = (kind, text) => element("span", { class: `badge ${kind}` }, text);

export const yes = (value, good = "Yes", bad = "No") => value ? badge("good", good) : badge("bad", bad);

/** A table. Columns are [title, row => content]; the first names the row. */
export function table(caption, columns, rows, emptyText) {
  if (rows.length === 0)
    return element("p", { class: "quiet" }, emptyText);
  const cell = (row, [title, content], index) => {
    const value = content(row);
    if (index === 0)
      return element("th", { scope: "row" }, value);
    const isEmpty = value === null || value === undefined || value === "";
    return element("td", { "data-label": title, class: isEmpty ? "empty" : typeof value === "number" ? "number" : null }, value);
  };
  return element("table", {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, columns.map(([title]) => element("th", { scope: "col" }, title)))),
    element("tbody", {}, rows.map(row => element("tr", {}, columns.map((column, index) => cell(row, column, index))))));
}

/** Terms and their values; what has none is left out, and a list is shown as one. */
export function facts(entries) {
  const isEmpty = value => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  const item = value => element("li", {}, value instanceof Node ? value : name(value));
  const shown = entries.filter(([, value]) => !isEmpty(value));
  return element("dl", {}, shown.flatMap(([term, value]) => [
    element("dt", {}, term),
    element("dd", {}, Array.isArray(value) ? element("ul", {}, value.map(item)) : value),
  ]));
}

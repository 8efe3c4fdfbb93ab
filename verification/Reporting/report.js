"use strict";
// Lets every long table be searched, filtered by verdict and sorted, in pages. Without this script the page lacks that and the rows beyond
// the first, and nothing else. Texts are set as text, never as markup.
(() => {
  const pageSize = 100, printedRows = 1000, plain = /^[\x00-\x7f]*$/;
  const number = new Intl.NumberFormat("en");

  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };

  // What is typed without accents and capitals finds what has them.
  const fold = (text) => plain.test(text) ? text.toLowerCase() : text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function start(section) {
    const source = section.querySelector("script");
    const noun = section.dataset.noun;
    const body = section.querySelector("tbody");
    const heads = [...section.querySelectorAll("thead th")];
    const labels = heads.map((head) => head.textContent);
    const input = section.querySelector("input");
    const shown = section.querySelector(".shown");
    const pages = section.querySelector(".pages");
    const [previous, next] = pages.querySelectorAll("button");
    const pageText = pages.querySelector(".page");
    const legend = [...section.querySelectorAll(".legend li")];
    const chosen = new Set();
    let rows, shared, haystacks, view, page = 0, sorted = -1, descending = false;

    // Read when it is first needed, or when the browser has nothing else to do.
    function load() {
      if (rows) return;
      ({ rows, shared } = JSON.parse(source.textContent));
      source.remove();
      const folded = shared.map(([text]) => fold(text));
      haystacks = rows.map((row) => {
        let text = "";
        for (let i = 1; i < row.length; i++) text += (typeof row[i] === "number" ? folded[row[i]] : fold(row[i])) + "\n";
        return text;
      });
      view = rows.map((_, index) => index);
    }

    function keyOf(row, column) {
      const cell = row[column + 1];
      return fold(typeof cell === "number" ? shared[cell][0] : cell);
    }

    function update() {
      load();
      const terms = fold(input.value).split(/\s+/).filter(Boolean);
      view = [];
      for (let i = 0; i < rows.length; i++) {
        if (chosen.size && !chosen.has(rows[i][0])) continue;
        if (terms.every((term) => haystacks[i].includes(term))) view.push(i);
      }
      if (sorted >= 0) {
        const keys = new Map(view.map((index) => [index, keyOf(rows[index], sorted)]));
        const sign = descending ? -1 : 1;
        view.sort((a, b) => {
          const one = keys.get(a), other = keys.get(b);
          return one < other ? -sign : one > other ? sign : a - b;
        });
      }
      page = 0;
      draw();
    }

    function cellOf(cell, column) {
      const element = make(column === 0 ? "th" : "td");
      element.setAttribute("role", column === 0 ? "rowheader" : "cell");
      if (column === 0) element.scope = "row";
      else element.dataset.label = labels[column];
      const [text, tone] = typeof cell === "number" ? shared[cell] : [cell, ""];
      if (tone) element.append(make("span", "chip " + tone, text));
      else element.append(text);
      return element;
    }

    function fill(from, count) {
      body.replaceChildren(...view.slice(from, from + count).map((index) => {
        const row = make("tr", "", ...rows[index].slice(1).map(cellOf));
        row.setAttribute("role", "row");
        return row;
      }));
      tell(view.length, from, Math.min(from + count, view.length));
    }

    function draw() {
      fill(page * pageSize, pageSize);
    }

    function tell(count, from, to) {
      const last = Math.max(Math.ceil(count / pageSize), 1);
      shown.textContent = count === 0 ? `No ${noun} match.`
        : `${number.format(from + 1)}–${number.format(to)} of ${number.format(count)} ${noun}`;
      pageText.textContent = `Page ${number.format(page + 1)} of ${number.format(last)}`;
      pages.hidden = last === 1;
      previous.setAttribute("aria-disabled", String(page === 0));
      next.setAttribute("aria-disabled", String(page === last - 1));
    }

    function turn(by) {
      load();
      const last = Math.max(Math.ceil(view.length / pageSize), 1) - 1;
      const to = Math.min(Math.max(page + by, 0), last);
      if (to === page) return;
      page = to;
      draw();
      section.scrollIntoView({ block: "start" });
    }

    legend.forEach((item) => {
      const button = make("button", "", ...item.childNodes);
      const group = Number(item.dataset.group);
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        if (!chosen.delete(group)) chosen.add(group);
        button.setAttribute("aria-pressed", String(chosen.has(group)));
        update();
      });
      item.append(button);
    });

    heads.forEach((head, column) => {
      const button = make("button", "sort", labels[column]);
      button.type = "button";
      head.replaceChildren(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        descending = sorted === column && !descending;
        sorted = column;
        heads.forEach((other) => other.setAttribute("aria-sort", other !== head ? "none" : descending ? "descending" : "ascending"));
        update();
      });
    });

    previous.addEventListener("click", () => turn(-1));
    next.addEventListener("click", () => turn(1));
    input.addEventListener("input", update);
    addEventListener("beforeprint", () => { load(); fill(0, printedRows); });
    addEventListener("afterprint", draw);

    section.querySelector(".tools").hidden = false;
    section.querySelector(".more")?.remove();
    const all = legend.reduce((sum, item) => sum + Number(item.querySelector("b").textContent.replaceAll(",", "")), 0);
    tell(all, 0, Math.min(pageSize, all));
    (window.requestIdleCallback ?? setTimeout)(load);
  }

  for (const section of document.querySelectorAll(".rows")) {
    if (section.querySelector("script")) start(section);
  }
})();

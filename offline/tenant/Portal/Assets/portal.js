// Follows the address (#/section/id/tab), asks the tenant once a second and draws what changed.

import { element, name, table } from "./elements.js";
import { sections } from "./views.js";

const interval = 1000;
const byId = id => document.getElementById(id);
const search = byId("search");
let place = { section: "applications", id: null, tab: "overview" };
let skip = 0;
let tag = null;
let timer = 0;
let asked = null;

function read() {
  const [section, id, tab] = location.hash.replace(/^#\/?/, "").split("/");
  const known = Object.hasOwn(sections, section) ? section : "applications";
  const tabs = sections[known].tabs;
  return { section: known, id: tabs && id ? id : null, tab: tabs && Object.hasOwn(tabs, tab ?? "") ? tab : "overview" };
}

function go() {
  if (location.hash === "#main") {
    byId("main").focus();
    return;
  }
  const before = place;
  place = read();
  const isElsewhere = before.section !== place.section || before.id !== place.id;
  if (isElsewhere) {
    search.value = "";
    skip = 0;
    byId("content").replaceChildren();
    byId("heading").replaceChildren(element("h1", {}, sections[place.section].title));
  }
  byId("search-form").hidden = place.id !== null;
  drawSections({});
  ask(true);
}

/** Asks for what is shown; all of it where anew is true, otherwise only if it changed. */
async function ask(anew) {
  clearTimeout(timer);
  asked?.abort();
  const mine = asked = new AbortController();
  const path = `/portal/api/${place.section}${place.id ? `/${encodeURIComponent(place.id)}` : ""}`;
  const query = new URLSearchParams({ search: search.value, skip });
  try {
    const headers = anew || tag === null ? {} : { "If-None-Match": tag };
    const answer = await fetch(`${path}?${query}`, { headers, cache: "no-store", signal: mine.signal });
    if (answer.ok) {
      const { tenant, data } = await answer.json();
      tag = answer.headers.get("ETag");
      draw(tenant, data);
    }
    live(answer.ok || answer.status === 304);
  } catch (problem) {
    if (mine.signal.aborted)
      return;
    live(false);
    if (!(problem instanceof TypeError))
      throw problem;
  } finally {
    if (asked === mine)
      timer = setTimeout(() => ask(false), document.hidden ? 10 * interval : interval);
  }
}

function live(isLive) {
  const state = byId("live");
  state.dataset.state = isLive ? "live" : "lost";
  const text = isLive ? "Live" : "The tenant does not answer";
  if (state.textContent !== text)
    state.textContent = text;
}

function draw(tenant, data) {
  document.title = `${sections[place.section].title} – ${tenant.name}`;
  byId("tenant-name").textContent = tenant.name;
  byId("tenant-domain").textContent = `${tenant.domain} · ${tenant.id}`;
  const focused = document.activeElement?.id;
  drawSections(tenant.counts);
  const section = sections[place.section];
  if (data.gone)
    byId("content").replaceChildren(element("p", {}, `This ${section.one} does not exist any more.`));
  else if (place.id === null)
    drawList(section, data);
  else
    drawDetail(section, data);
  if (focused && document.activeElement?.id !== focused)
    byId(focused)?.focus({ preventScroll: true });
}

function drawSections(counts) {
  const list = byId("sections");
  for (const [key, section] of Object.entries(sections)) {
    let entry = byId(`section-${key}`);
    if (!entry) {
      const count = element("span", { class: "count" });
      entry = element("a", { id: `section-${key}`, href: `#/${key}` }, element("span", {}, section.title), count);
      list.append(element("li", {}, entry));
    }
    if (counts[key] !== undefined)
      entry.lastChild.textContent = counts[key].toLocaleString("en");
    if (key === place.section)
      entry.setAttribute("aria-current", "page");
    else
      entry.removeAttribute("aria-current");
  }
}

function drawList(section, data) {
  if (data.total > 0 && data.skip >= data.total) {
    skip = 0;
    ask(true);
    return;
  }
  byId("heading").replaceChildren(element("h1", {}, section.title));
  const found = search.value ? `Nothing contains “${search.value}”.` : `No ${section.one} yet.`;
  byId("content").replaceChildren(table(range(data), section.columns, data.rows, found), ...pages(data));
}

function drawDetail(section, data) {
  const tabs = Object.entries(section.tabs);
  const entry = ([key, [title]]) => element("li", {}, element("a", {
    id: `tab-${key}`,
    href: `#/${place.section}/${place.id}/${key}`,
    "aria-current": key === place.tab ? "page" : null,
  }, title));
  byId("heading").replaceChildren(
    element("p", { class: "crumb" }, element("a", { id: "back", href: `#/${place.section}` }, section.title)),
    element("h1", {}, name(data.name)),
    tabs.length > 1 ? element("ul", { class: "tabs", "aria-label": "Parts" }, tabs.map(entry)) : "");
  const parts = [section.tabs[place.tab][1](data)].flat().filter(part => part);
  byId("content").replaceChildren(...parts, ...(data.rows ? pages(data) : []));
}

const number = value => value.toLocaleString("en");

const range = data => data.total > data.rows.length
  ? `${number(data.skip + 1)} to ${number(data.skip + data.rows.length)} of ${number(data.total)}`
  : `${data.total} in all`;

function pages(data) {
  if (data.total <= data.pageSize)
    return [];
  const turn = (id, text, target) => element("button", {
    id,
    type: "button",
    disabled: target < 0 || target >= data.total,
    onclick: () => {
      skip = target;
      ask(true);
    },
  }, text);
  return [element("div", { class: "pages" },
    turn("previous", "Previous", data.skip - data.pageSize),
    turn("next", "Next", data.skip + data.pageSize),
    element("span", { class: "quiet" }, range(data)))];
}

search.addEventListener("input", () => {
  skip = 0;
  ask(true);
});
byId("search-form").addEventListener("submit", event => event.preventDefault());
document.addEventListener("visibilitychange", () => document.hidden || ask(false));
addEventListener("hashchange", go);
go();

// Helps that no page depends on: find a meeting, narrow the list, fold what has passed since the page was made.
// Nothing that is typed leaves the browser, but for the first half of a postcode, asked of this very site.
"use strict";

const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’.]/g, "").replace(/&/g, " and ")
  .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const passed = (item) => Date.parse(item.dataset.ends) <= Date.now();
const asked = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};

// A postcode in two halves, the second as far as it was typed; null where it is none. O may stand for 0, I and L for 1.
function halves(typed, outwards) {
  const alike = (text) => text.replace(/O/g, "0").replace(/[IL]/g, "1");
  const parts = typed.toUpperCase().replace(/[.-]/g, " ").trim().split(/\s+/);
  const marks = parts.join("");
  for (const cut of [parts.length > 1 ? parts[0].length : 0, marks.length - 3, marks.length]) {
    const outward = outwards.find((one) => one.length === cut && alike(one) === alike(marks.slice(0, cut)));
    const inward = marks.slice(cut).replace(/^[OIL]/, alike);
    if (outward && /^([0-9][A-Z]{0,2})?$/.test(inward)) return [outward, inward];
  }
  const other = marks.match(/^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})?$/);
  return other && [other[1], other[2] || ""];
}

// With how many slips of the finger the letters stand in a name: one left out, put in, changed, or before its neighbour.
function slips(typed, name) {
  let before = [];
  let row = Array(name.length + 1).fill(0);
  for (let at = 0; at < typed.length; at += 1) {
    const next = [at + 1];
    for (let to = 1; to <= name.length; to += 1) {
      next[to] = Math.min(row[to] + 1, next[to - 1] + 1, row[to - 1] + (typed[at] !== name[to - 1]));
      if (at && to > 1 && typed[at] === name[to - 2] && typed[at - 1] === name[to - 1]) next[to] = Math.min(next[to], before[to - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return Math.min(...row);
}

function findMeeting(form) {
  const { outwards, postcodes, pages, halls } = form.dataset;
  const known = outwards.split(" ").filter(Boolean);
  const field = form.elements.namedItem("q");
  const group = field.closest(".govuk-form-group");
  const problem = document.querySelector("[data-problem]");
  const title = document.title;
  form.dataset.empty = problem.querySelector("[data-said]").textContent;
  const wards = [...document.querySelectorAll("[data-ward-link]")].map((link) => (
    { text: link.textContent, other: link.dataset.wardOld, href: link.href, slug: link.dataset.wardLink }
  ));

  function show(text, choices = []) {
    problem.querySelectorAll("[data-choice]").forEach((choice) => choice.remove());
    for (const { text: name, href } of choices) {
      const choice = problem.querySelector("[data-elsewhere]").cloneNode(true);
      choice.dataset.choice = "";
      choice.hidden = false;
      Object.assign(choice.firstChild, { textContent: name, href, rel: "" });
      problem.querySelector("ul").append(choice);
    }
    document.querySelectorAll("[data-said]").forEach((place) => { place.textContent = text; });
    problem.hidden = document.getElementById("q-said").hidden = !text;
    group.classList.toggle("govuk-form-group--error", Boolean(text));
    field.classList.toggle("govuk-input--error", Boolean(text));
    document.title = text ? `${form.dataset.error} ${title}` : title;
    if (!text) return field.removeAttribute("aria-invalid");
    field.setAttribute("aria-invalid", "true");
    problem.focus();
  }
  function say(key, postcode = "", choices = []) {
    problem.querySelector("[data-elsewhere]").hidden = !postcode;
    show(form.dataset[key].replace("POSTCODE", postcode), choices);
  }
  const go = (address) => { show(""); window.location.assign(address); };

  async function byPostcode(outward, inward) {
    const postcode = `${outward} ${inward}`.trim();
    if (!known.includes(outward)) return say("outside", postcode);
    if (!inward) return go(`${pages}${outward.toLowerCase()}/`);
    const found = await asked(`${postcodes}${outward.toLowerCase()}.json`);
    const slugs = new Set(Object.keys(found.postcodes).filter((one) => one.startsWith(inward)).map((one) => found.wards[found.postcodes[one]]));
    if (!slugs.size) return say("new", postcode);
    if (inward.length === 3) remember(postcode);
    const ward = wards.find((one) => slugs.has(one.slug));
    return go(slugs.size === 1 && ward ? ward.href : `${pages}${outward.toLowerCase()}/`);
  }

  async function byName(words) {
    const named = (places) => {
      const exact = places.filter((one) => plain(one.text) === words);
      return exact.length ? exact : places.filter((one) => `${plain(one.text)} ${one.other || ""}`.includes(words));
    };
    let near = named(wards);
    if (!near.length) {
      const places = (await asked(halls)).halls.map(([text, href]) => ({ text, href }));
      const alike = (list, most) => list.filter((one) => words.length > 4 * most && slips(words, plain(one.text)) <= most);
      const found = [named(places), alike(wards, 1), alike(places, 1), alike(wards, 2), alike(places, 2)];
      near = found.find((each) => each.length) || [];
    }
    if (near.length === 1) return go(near[0].href);
    return near.length ? say("several", "", near.slice(0, 9)) : say("unknown");
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    if (!plain(typed)) return say("empty");
    const postcode = known.length ? halves(typed, known) : null;
    return (postcode ? byPostcode(...postcode) : byName(plain(typed))).catch(() => say("offline"));
  });
}

// The postcode stays in this tab: neither in the address, which people pass on, nor anywhere else.
function remember(postcode) {
  try { window.sessionStorage.setItem("postcode", postcode); } catch { /* nothing is kept */ }
}
function remembered() {
  try { return window.sessionStorage.getItem("postcode") || ""; } catch { return ""; }
}

function narrowList(form) {
  const items = [...document.querySelectorAll("[data-meeting]")];
  const groups = [...document.querySelectorAll("[data-month], [data-over]")];
  const count = form.querySelector("[data-count]");
  const chosen = (name) => form.elements.namedItem(name).value;

  function shown(item) {
    const has = item.dataset.has.split(" ");
    const month = item.closest("[data-month]");
    return (!chosen("ward") || item.dataset.ward === chosen("ward"))
      && (!chosen("session") || has.includes(chosen("session")))
      && (!chosen("month") || Boolean(month && month.dataset.month === chosen("month")))
      && ["step-free", "hearing-loop"].every((need) => !form.elements.namedItem(need).checked || has.includes(need));
  }

  function update() {
    items.forEach((item) => { item.hidden = !shown(item); });
    groups.forEach((group) => { group.hidden = !group.querySelector("[data-meeting]:not([hidden])"); });
    const toCome = items.filter((item) => !item.hidden && !item.closest("details"));
    const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    count.textContent = form.dataset.shown.replace("NUMBER", toCome.length) + (toCome.length || !said.size ? "" : `. ${form.dataset.none}`);
    window.history.replaceState(null, "", `${window.location.pathname}${said.size ? `?${said}` : ""}${window.location.hash}`);
  }

  // What is chosen stands in the address, which can be passed on. What it does not know, it leaves as it is.
  function choose() {
    for (const [name, value] of new URLSearchParams(window.location.search)) {
      const field = form.elements.namedItem(name);
      if (field?.type === "checkbox") field.checked = true;
      else if ([...(field?.options || [])].some((one) => one.value === value)) field.value = value;
    }
    update();
  }

  form.hidden = false;
  form.addEventListener("input", update);
  form.addEventListener("reset", () => window.setTimeout(update));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    count.focus();
  });
  window.addEventListener("pageshow", choose);
}

// What has passed since the page was made goes to its year, folded below, or away where there is no such place.
function fold() {
  const late = [...document.querySelectorAll("[data-ends]:not([data-help])")].filter((item) => passed(item) && !item.closest("details"));
  for (const item of late) {
    const year = document.querySelector(`[data-over="${item.dataset.ends.slice(0, 4)}"]`);
    if (year && item.matches("[data-meeting]")) {
      if (year.hidden) year.append(Object.assign(document.createElement("ul"), { className: "app-meetings" }));
      year.querySelector("ul").prepend(item);
      year.hidden = false;
    } else item.hidden = true;
  }
  if (!late.length) return;
  document.querySelectorAll("[data-since]").forEach((line) => { line.hidden = true; });
  document.querySelectorAll("[data-month]").forEach((month) => { month.hidden = !month.querySelector("[data-meeting]"); });
  document.querySelectorAll("[data-emptied]").forEach((line) => {
    line.hidden = [...document.querySelectorAll("[data-meeting]")].some((item) => !item.closest("details"));
  });
}

// The next meetings, as many as the page was made with: once one has passed, from the list of all, in the same language.
async function nextOfAll(box) {
  const rows = [...box.querySelectorAll("[data-meeting]")];
  if (!rows.some((row) => row.hidden)) return;
  const list = new URL(box.dataset.list, document.baseURI);
  const answer = await fetch(list);
  if (!answer.ok) return;
  const whole = new DOMParser().parseFromString(await answer.text(), "text/html");
  const wards = (box.dataset.wards || "").split(" ").filter(Boolean);
  const next = [...whole.querySelectorAll("[data-meeting]:not([data-cancelled])")]
    .filter((row) => !passed(row) && (!wards.length || wards.includes(row.dataset.ward))).slice(0, rows.length);
  for (const link of next.flatMap((row) => [...row.querySelectorAll("a")])) link.href = new URL(link.getAttribute("href"), list);
  box.querySelector("ul").replaceChildren(...next);
  document.querySelectorAll("[data-emptied]").forEach((line) => { line.hidden = next.length > 0; });
}

function passedMeeting(box) {
  if (!passed(box)) return;
  box.hidden = false;
  document.querySelectorAll("[data-until]").forEach((part) => { part.hidden = true; });
}

function answer(box) {
  if (box.dataset.ends && passed(box)) {
    const part = (name) => box.querySelector(`[data-${name}]`);
    const next = [...document.querySelectorAll("[data-meeting]:not([data-cancelled])")].find((item) => !passed(item));
    part("until").hidden = true;
    part("later").hidden = !next;
    part("none").hidden = Boolean(next);
    if (next) {
      part("next-link").replaceChildren(...next.querySelector(".app-meeting__when").cloneNode(true).childNodes);
      part("next-where").textContent = next.querySelector(".app-meeting__where").textContent;
    }
  }
  if (remembered() && box.dataset.postcodes) sayHowFar(box, remembered()).catch(() => {});
}

async function sayHowFar(box, postcode) {
  const [outward, inward] = postcode.split(" ");
  const here = (await asked(`${box.dataset.postcodes}${outward.toLowerCase()}.json`)).at[inward];
  if (!here) return;
  const words = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const miles = (place) => {
    const [north, east] = place.dataset.at.split(",").map(Number);
    const across = (east - here[1]) * Math.cos((here[0] * Math.PI) / 180);
    return Math.hypot(north - here[0], across) * 69.1;
  };
  const places = [...document.querySelectorAll("[data-at]")];
  for (const place of places) {
    const said = box.dataset.far.replace("MILES", words.format(Math.max(miles(place), 0.1))).replace("POSTCODE", postcode);
    place.textContent = said;
    place.hidden = false;
  }
  const open = places.filter((place) => place.closest("[data-answer], [data-beside]") && !place.closest("[data-until][hidden], [data-ends][hidden]"));
  const [nearest] = open.sort((one, other) => miles(one) - miles(other));
  if (nearest && nearest.closest("[data-beside]")) nearest.textContent += ` · ${box.dataset.nearest.replace("POSTCODE", postcode)}`;
}

function shareLink(button) {
  if (!navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {}));
}

fold();
for (const [name, help] of [["find", findMeeting], ["narrow", narrowList], ["answer", answer], ["next", nextOfAll], ["passed", passedMeeting], ["share", shareLink]]) {
  document.querySelectorAll(`[data-help="${name}"]`).forEach(help);
}

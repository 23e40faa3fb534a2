// Three small helps that no page depends on: find a ward, narrow the list, point out the next meeting.
// Nothing that is typed leaves the browser, but for the first half of a postcode, asked of this very site.
"use strict";

const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’.]/g, "").replace(/&/g, " and ")
  .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

function findWard(form) {
  const said = form.querySelector("[data-said]");
  const field = form.elements.namedItem("q");
  const wards = [...document.querySelectorAll("[data-ward-link]")];
  const say = (key) => { said.textContent = form.dataset[key]; field.setAttribute("aria-invalid", "true"); };
  const go = (link) => { field.removeAttribute("aria-invalid"); window.location.assign(link.href); };

  async function byPostcode(outward, inward) {
    const answer = await fetch(`${form.dataset.postcodes}${outward.toLowerCase()}.json`);
    if (!answer.ok) return say("unknown");
    const found = await answer.json();
    const slug = found.wards[found.postcodes[inward]];
    const link = wards.find((one) => one.dataset.wardLink === slug);
    return link ? go(link) : say("unknown");
  }

  function byName(words) {
    const named = wards.filter((one) => plain(one.textContent) === words);
    const near = named.length ? named : wards.filter((one) => `${plain(one.textContent)} ${one.dataset.wardOld}`.includes(words));
    return near.length === 1 ? go(near[0]) : say(near.length ? "several" : "unknown");
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    const postcode = typed.toUpperCase().replace(/[\s.-]+/g, "").match(/^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})$/);
    if (!typed) return say("empty");
    if (postcode && form.dataset.postcodes) return byPostcode(postcode[1], postcode[2]).catch(() => say("offline"));
    return byName(plain(typed));
  });
}

function narrowList(form) {
  const items = [...document.querySelectorAll("[data-meeting]")];
  const groups = [...document.querySelectorAll("[data-month]")];
  const count = form.querySelector("[data-count]");
  const chosen = (name) => form.elements.namedItem(name).value;

  function shown(item) {
    const has = item.dataset.has.split(" ");
    return (!chosen("ward") || item.dataset.ward === chosen("ward"))
      && (!chosen("session") || has.includes(chosen("session")))
      && (!chosen("month") || item.closest("[data-month]").dataset.month === chosen("month"))
      && ["step-free", "hearing-loop"].every((need) => !form.elements.namedItem(need).checked || has.includes(need));
  }

  function update() {
    items.forEach((item) => { item.hidden = !shown(item); });
    groups.forEach((group) => { group.hidden = !group.querySelector("[data-meeting]:not([hidden])"); });
    count.textContent = form.dataset.shown.replace("NUMBER", items.filter((item) => !item.hidden).length);
  }

  form.hidden = false;
  form.addEventListener("input", update);
  form.addEventListener("reset", () => window.setTimeout(update));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("pageshow", update);
}

function pointOutNext(box) {
  const now = Date.now();
  const items = [...document.querySelectorAll("[data-meeting][data-ends]")];
  const next = items.find((item) => !item.dataset.cancelled && Date.parse(item.dataset.ends) > now);
  items.filter((item) => Date.parse(item.dataset.ends) <= now).forEach((item) => item.classList.add("app-meeting--over"));
  if (!next) return;
  const link = next.querySelector("a").cloneNode(true);
  box.querySelector("[data-next-link]").replaceChildren(link);
  box.querySelector("[data-next-where]").textContent = next.querySelector(".app-meeting__where").textContent;
  box.hidden = false;
}

function shareLink(button) {
  if (!navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {}));
}

for (const [name, help] of [["find", findWard], ["narrow", narrowList], ["next", pointOutNext], ["share", shareLink]]) {
  document.querySelectorAll(`[data-help="${name}"]`).forEach(help);
}

/* The frame: menus, keys, dialogs, focus after a swap. Without it every page still works by links and forms. */

const body = document.body;
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

/* Side menu on a small screen: #side:target opens it without script; here it also takes and gives back focus. */
const side = find("#side");
let opener = null;

function openSide(from) {
  opener = from;
  side.classList.add("open");
  const page = find(".body");
  if (page) page.inert = true;
  (find("a[aria-current], a", find(".side-in", side)) || side).focus();
}

function closeSide() {
  side.classList.remove("open");
  const page = find(".body");
  if (page) page.inert = false;
  if (window.location.hash === "#side") window.history.replaceState(null, "", window.location.pathname + window.location.search);
  if (opener) opener.focus();
  opener = null;
}

/* Dialogs: [data-open=id] shows one; without <dialog> nothing happens and nothing is lost. */
function openDialog(dialog) {
  if (dialog && dialog.showModal && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const target = event.target;
  const toSide = target.closest("[data-open-side]");
  if (toSide && side) {
    event.preventDefault();
    openSide(toSide);
  } else if (target.closest("[data-close='side']") && side) {
    event.preventDefault();
    closeSide();
  }
  const opens = target.closest("[data-open]");
  if (opens) {
    all("details[data-drop][open]").forEach((drop) => { drop.open = false; });
    openDialog(document.getElementById(opens.dataset.open));
  }
  all("details[data-drop][open]").forEach((drop) => { if (!drop.contains(target)) drop.open = false; });
  const turn = target.closest("[data-turn]");
  if (turn) {
    const row = document.getElementById(turn.dataset.turn);
    if (row) {
      event.preventDefault();
      row.hidden = !row.hidden;
      turn.setAttribute("aria-expanded", String(!row.hidden));
    }
  }
  if (target.closest("[data-print]")) window.print();
});

/* Keys: / search, n new, ? list. Off while typing, and switched off for good by cookie. */
function keysOff() {
  return body.dataset.keys === "off";
}

function typing(element) {
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
}

function press(key) {
  if (key === "?") {
    openDialog(find("#keys"));
    return true;
  }
  const target = find(`[data-key="${key}"]`);
  if (!target) return false;
  if (target.tagName === "INPUT") target.focus();
  else target.click();
  return true;
}

function arrows(event) {
  const row = event.target.closest(".seg, .posts, .cal, .yr, .tabs");
  if (!row || !/^Arrow(Left|Right)$/.test(event.key) || typing(event.target)) return;
  const stops = all("a, button", row);
  const next = stops[stops.indexOf(event.target) + (event.key === "ArrowRight" ? 1 : -1)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (side && side.classList.contains("open")) closeSide();
    all("details[data-drop][open]").forEach((drop) => {
      drop.open = false;
      find("summary", drop).focus();
    });
  }
  arrows(event);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (find("dialog[open]") || keysOff()) return;
  if (/^[/n?]$/.test(event.key) && press(event.key)) event.preventDefault();
});

const keysSwitch = find("[data-keys-switch]");
function sayKeys() {
  keysSwitch.textContent = keysOff() ? "打开快捷键" : "关闭快捷键";
}
if (keysSwitch) {
  sayKeys();
  keysSwitch.addEventListener("click", () => {
    body.dataset.keys = keysOff() ? "on" : "off";
    document.cookie = `keys=${body.dataset.keys}; path=/; max-age=31536000; SameSite=Lax`;
    sayKeys();
  });
}

/* After a swap: focus goes to what changed if it was lost or asked for; live regions only speak. */
function say(text) {
  const live = find("#live");
  if (live) live.textContent = text;
}

document.addEventListener("htmx:afterSettle", (event) => {
  const changed = event.detail.target || event.target;
  if (!changed || !changed.closest || changed.closest("[aria-live]")) return;
  const here = document.getElementById(changed.id) || changed;
  const wanted = here.matches("[data-focus]") ? here : find("[data-focus]", here);
  const heading = find("h1, h2, h3", here);
  if (wanted || document.activeElement === body) {
    const stop = wanted || heading || here;
    if (!stop.hasAttribute("tabindex") && !/^(A|BUTTON|INPUT)$/.test(stop.tagName)) stop.setAttribute("tabindex", "-1");
    stop.focus();
  } else if (heading) {
    say(heading.textContent.trim());
  }
});

document.addEventListener("htmx:sendError", () => say("没连上网，内容还在，请稍后再试。"));
document.addEventListener("htmx:responseError", () => say("没有办成，内容还在，请稍后再试。"));

const asked = find(".summary[data-focus]");
if (asked) asked.focus();

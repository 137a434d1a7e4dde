/* Forms: asked before what cannot be undone, sent once, drafts kept, lists counted, a word when the net is gone. */

const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const EVERY = 20000;

/* [data-confirm="将向 24 个支部发出约谈通知。"] on a form: the text says the effect in numbers.
   A hidden input "confirmed" tells the server; without script it stays empty and the server asks on a page. */
function ask(form, submitter) {
  const dialog = find("#confirm");
  if (!dialog || !dialog.showModal) return false;
  find("[data-confirm-text]", dialog).textContent = form.dataset.confirm;
  find("[data-confirm-yes]", dialog).textContent = form.dataset.confirmAct || "确认";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") {
      if (submitter) submitter.focus();
      return;
    }
    form.dataset.asked = "yes";
    const confirmed = form.elements.namedItem("confirmed");
    if (confirmed) confirmed.value = "yes";
    if (submitter) form.requestSubmit(submitter);
    else form.requestSubmit();
  }, { once: true });
  dialog.returnValue = "";
  dialog.showModal();
  return true;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && form.dataset.asked !== "yes" && ask(form, event.submitter)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

/* Offline: a form with data-offline first looks whether the server answers; if not, it says so and keeps the page. */
async function reachable(form) {
  try {
    await fetch(form.action || window.location.href, { method: "HEAD", cache: "no-store", credentials: "same-origin" });
    return true;
  } catch (error) {
    return false;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("offline" in form.dataset) || form.dataset.reached === "yes") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  reachable(form).then((yes) => {
    const said = find("[data-offline-said]");
    if (said) said.hidden = yes;
    if (!yes) return;
    form.dataset.reached = "yes";
    if (submitter) form.requestSubmit(submitter);
    else form.requestSubmit();
  });
}, true);

/* Sent once: the button says so and a second press does nothing. */
function busy(form, submitter) {
  form.dataset.busy = "yes";
  if (!submitter || !submitter.classList.contains("btn")) return;
  submitter.dataset.word = submitter.innerHTML;
  window.setTimeout(() => {
    submitter.textContent = "正在提交";
    submitter.setAttribute("aria-disabled", "true");
  }, 0);
}

function free(form) {
  delete form.dataset.busy;
  delete form.dataset.asked;
  delete form.dataset.reached;
  all("[data-word]", form).forEach((button) => {
    button.innerHTML = button.dataset.word;
    button.removeAttribute("aria-disabled");
    delete button.dataset.word;
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.busy) {
    event.preventDefault();
    return;
  }
  if (!event.defaultPrevented) busy(form, event.submitter);
});
window.addEventListener("pageshow", () => all("form[data-busy]").forEach(free));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest && event.target.closest("form");
  if (form) free(form);
});

/* Drafts: form[data-draft-url] is posted every 20 s when it changed; [data-draft-said] tells when. */
function watchDraft(form) {
  let kept = new URLSearchParams(new FormData(form)).toString();
  window.setInterval(async () => {
    const now = new FormData(form);
    const text = new URLSearchParams(now).toString();
    if (text === kept || form.dataset.busy) return;
    const said = find("[data-draft-said]");
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body: now, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      kept = text;
      const clock = new Date();
      const minutes = String(clock.getMinutes()).padStart(2, "0");
      if (said) said.textContent = `草稿 ${clock.getHours()}:${minutes} 已自动保存`;
    } catch (error) {
      if (said) said.textContent = "草稿没有存上，内容还在这一页";
    }
  }, EVERY);
}
all("form[data-draft-url]").forEach(watchDraft);

/* Attendance: [data-names] holds the toggles, [data-count=value] the figures beside the label. */
function countNames(names) {
  const form = names.closest("form") || document;
  all("[data-count]", form).forEach((place) => {
    place.textContent = String(all(`input[value="${place.dataset.count}"]:checked`, names).length);
  });
}

document.addEventListener("change", (event) => {
  const names = event.target.closest("[data-names]");
  if (names) countNames(names);
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});

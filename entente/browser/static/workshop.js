// What the pages of the workshop do by themselves, without asking the server.
// Tabs (entente/browser/tabs.py): chosen by click, arrow keys, Home and End, remembered for this tab of the browser;
// `workshop.show("levers")` turns to one from elsewhere. Sessions that this browser has played: `remember`, `recent`.
// `copy` puts a text into the clipboard.
"use strict";
window.workshop = (() => {
  const all = list => [...list.querySelectorAll('[role="tab"]')];

  function select(tab, focus) {
    for (const other of all(tab.closest('[role="tablist"]'))) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
    }
    if (focus) tab.focus();
    try { sessionStorage.setItem(`tab of ${tab.parentElement.getAttribute("aria-label")}`, tab.id); } catch { /* no storage: not remembered */ }
  }

  function show(name, focus = false) {
    const tab = document.getElementById(`tab-${name}`);
    if (tab) select(tab, focus);
  }

  function restore() {
    for (const list of document.querySelectorAll('[role="tablist"]')) {
      let id = null;
      try { id = sessionStorage.getItem(`tab of ${list.getAttribute("aria-label")}`); } catch { /* as above */ }
      const tab = id && all(list).find(one => one.id === id);
      if (tab) select(tab, false);
    }
  }

  document.addEventListener("click", event => {
    const tab = event.target.closest?.('.tabs [role="tab"]');
    if (tab) select(tab, false);
  });
  document.addEventListener("keydown", event => {
    const tab = event.target.closest?.('.tabs [role="tab"]');
    if (!tab || event.altKey || event.ctrlKey || event.metaKey) return;
    const tabs = all(tab.parentElement), at = tabs.indexOf(tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    select(tabs[(to + tabs.length) % tabs.length], true);
  });
  // ---- sessions of this browser ----
  const PLAYED = "entente: sessions", MOST = 12;

  function played() {
    try {
      const found = JSON.parse(localStorage.getItem(PLAYED) || "[]");
      return Array.isArray(found) ? found.filter(one => /^[\w-]{22}$/.test(one?.key)) : [];
    } catch { return []; }
  }

  function remember(key, what) {
    const rest = played().filter(one => one.key !== key), now = { key, what, when: new Date().toLocaleString("sv-SE").slice(0, 16) };
    try { localStorage.setItem(PLAYED, JSON.stringify([now, ...rest].slice(0, MOST))); } catch { /* no storage: not remembered */ }
  }

  function recent() {
    const list = document.getElementById("recent"), found = played();
    if (!list) return;
    document.getElementById("recent-none").hidden = found.length > 0;
    list.replaceChildren(...found.map(one => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = `/play/${one.key}`;
      link.textContent = String(one.what).slice(0, 120);
      item.append(link, ` (${String(one.when).slice(0, 16)})`);
      return item;
    }));
  }

  // ---- the clipboard ----
  async function copy(id) {
    const box = document.getElementById(id), said = document.getElementById(`${id}-said`);
    box.select();
    let done = false;
    try { await navigator.clipboard.writeText(box.value); done = true; } catch { done = document.execCommand("copy"); }
    said.textContent = done ? "Copied." : "Press Ctrl-C to copy.";
  }

  return { show, restore, remember, recent, copy };
})();

"use strict";
(() => {
  const words = {};
  document.getElementById("words").content.querySelectorAll("span").forEach((s) => (words[s.dataset.key] = s.textContent));
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Scenarios: one at a time, the same one in every chapter.
  const groups = [...document.querySelectorAll(".tabs")].map((box, g) => {
    const panels = [...box.children].filter((c) => c.classList.contains("panel"));
    const list = make("div", { className: "tablist" });
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", words.scenarios);
    panels.forEach((panel, i) => {
      panel.id = `tab-${g}-${i}`;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", `tab-${g}-${i}-t`);
      const tab = make("button", { type: "button", id: `tab-${g}-${i}-t`, textContent: panel.dataset.title });
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      tab.dataset.key = panel.dataset.key;
      list.append(tab);
    });
    box.prepend(list);
    box.classList.add("scripted");
    return { box, panels, tabs: [...list.children] };
  });
  const show = (key, within) => {
    groups.forEach((group) => {
      const has = group.panels.some((p) => p.dataset.key === key);
      if (!has && group !== within) return;
      const chosen = has ? key : group.panels[0].dataset.key;
      group.panels.forEach((p) => (p.hidden = p.dataset.key !== chosen));
      group.tabs.forEach((t) => {
        const is = t.dataset.key === chosen;
        t.setAttribute("aria-selected", is);
        t.tabIndex = is ? 0 : -1;
      });
    });
  };
  groups.forEach((group) => {
    show(group.panels[0].dataset.key, group);
    group.tabs.forEach((tab, i) => {
      const choose = (to) => {
        const before = group.box.getBoundingClientRect().top;
        show(to.dataset.key, group);
        to.focus({ preventScroll: true });
        window.scrollBy({ top: group.box.getBoundingClientRect().top - before, behavior: "instant" });
      };
      tab.addEventListener("click", () => choose(tab));
      tab.addEventListener("keydown", (event) => {
        const count = group.tabs.length;
        const to = { ArrowRight: (i + 1) % count, ArrowLeft: (i + count - 1) % count, Home: 0, End: count - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        choose(group.tabs[to]);
      });
    });
  });

  // Long tables: a page at a time.
  document.querySelectorAll(".pages").forEach((box) => {
    const panels = [...box.children].filter((c) => c.classList.contains("panel"));
    let at = 0;
    const back = make("button", { type: "button", textContent: words.previous });
    const on = make("button", { type: "button", textContent: words.next });
    const where = make("span");
    where.setAttribute("aria-live", "polite");
    const turn = (to) => {
      at = to;
      panels.forEach((p, i) => (p.hidden = i !== at));
      back.disabled = at === 0;
      on.disabled = at === panels.length - 1;
      where.textContent = `${panels[at].dataset.title} (${at + 1} / ${panels.length})`;
    };
    back.addEventListener("click", () => turn(at - 1));
    on.addEventListener("click", () => turn(at + 1));
    const pager = make("div", { className: "pager" }, back, where, on);
    pager.setAttribute("role", "group");
    pager.setAttribute("aria-label", words.pages);
    box.prepend(pager);
    box.classList.add("scripted");
    turn(0);
  });

  // Tables of projects: searched and put in order.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const order = (cell) => {
    const given = cell.dataset.v;
    if (given === undefined) return [1, plain(cell.textContent)];
    if (given === "") return [2, ""];
    const figure = Number(given);
    return Number.isNaN(figure) ? [0, given] : [0, figure];
  };
  const compare = (a, b) => (a[0] !== b[0] ? a[0] - b[0] : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);
  document.querySelectorAll("table.search").forEach((table) => {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const texts = rows.map((r) => plain(r.textContent));
    const field = make("input", { type: "search" });
    const count = make("span");
    count.setAttribute("role", "status");
    field.addEventListener("input", () => {
      const wanted = plain(field.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, i) => {
        row.hidden = !wanted.every((w) => texts[i].includes(w));
        if (!row.hidden) shown += 1;
      });
      count.textContent = wanted.length ? `${shown} ${words.shown} ${rows.length}` : "";
    });
    const label = make("label", {}, `${words.filter} `, field);
    table.closest(".scroll").before(make("div", { className: "tools" }, label, count));
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    heads.forEach((head, column) => {
      if (head.tagName !== "TH") return;
      const button = make("button", { type: "button", className: "sort", title: `${words.sort} ${head.textContent}` });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((h) => h.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const keyed = rows.map((row, i) => [order(row.cells[column]), i, row]);
        keyed.sort((a, b) => {
          // What has no figure is last, whichever way.
          if (a[0][0] === 2 || b[0][0] === 2) return compare(a[0], b[0]) || a[1] - b[1];
          return (up ? 1 : -1) * compare(a[0], b[0]) || a[1] - b[1];
        });
        body.append(...keyed.map((k) => k[2]));
      });
    });
  });

  // Where one is.
  const links = new Map([...document.querySelectorAll("nav.chapters a")].map((a) => [a.hash.slice(1), a]));
  const chapters = [...document.querySelectorAll(".chapter")];
  const mark = () => {
    const past = chapters.filter((c) => c.getBoundingClientRect().top < 160);
    const current = (past[past.length - 1] || chapters[0] || {}).id;
    links.forEach((link, id) => {
      if (id === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  }, { passive: true });
  mark();
})();

"use strict";
(() => {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const one = (selector, root) => (root || document).querySelector(selector);
  const live = one("#live");
  const help = one("#help");
  let view = null; // the document shown

  /* light and dark */
  const root = document.documentElement;
  const remember = (value) => { try { localStorage.setItem("rectiparse-theme", value); } catch (error) { /* a file may have no storage */ } };
  try { const kept = localStorage.getItem("rectiparse-theme"); if (kept) root.dataset.theme = kept; } catch (error) { /* the same */ }
  const switchTheme = () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    remember(root.dataset.theme);
  };

  /* one document under review */
  class Review {
    constructor(doc) {
      this.doc = doc;
      this.prefix = doc.dataset.prefix;
      this.text = one(".text", doc);
      this.tell = one(".tell", doc);
      this.find = one(".find", doc);
      this.items = all(".item", doc);
      this.lit = [];
      this.hits = [];
      this.hit = -1;
      const form = one(".filters", doc);
      form.addEventListener("change", () => this.filter());
      form.addEventListener("reset", () => setTimeout(() => this.filter()));
      form.addEventListener("submit", (event) => event.preventDefault());
      one(".seek", doc).addEventListener("submit", (event) => event.preventDefault());
      let waiting = 0;
      this.find.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => this.search(), 120); });
      this.find.addEventListener("keydown", (event) => {
        if (event.key === "Enter") { event.preventDefault(); clearTimeout(waiting); if (this.sought !== this.find.value) this.search(); else this.step(event.shiftKey ? -1 : 1); }
      });
      all(".legend input", doc).forEach((box) => box.addEventListener("change", () => {
        doc.classList.toggle("no-" + box.value, !box.checked);
        box.parentElement.classList.toggle("off", !box.checked);
      }));
      const tabs = all("[role=tab]", doc);
      tabs.forEach((tab, at) => {
        tab.addEventListener("click", () => this.open(tab));
        tab.addEventListener("keydown", (event) => {
          const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (by) { const next = tabs[(at + by + tabs.length) % tabs.length]; this.open(next); next.focus(); }
        });
      });
      doc.addEventListener("click", (event) => this.clicked(event));
      this.filter();
    }

    element(ref) { return document.getElementById(this.prefix + ref); }

    source(ref) { return document.getElementById(this.prefix + "s-" + ref); }

    clicked(event) {
      const doing = event.target.closest("[data-do]");
      if (doing) {
        ({ theme: switchTheme, help: openHelp, tree: () => this.fold() })[doing.dataset.do]();
        return;
      }
      const pane = event.target.closest(".dock [data-pane]");
      if (pane) { this.pane(pane.dataset.pane); return; }
      const line = event.target.closest("[data-line]");
      if (line) { event.preventDefault(); this.goToLine(Number(line.dataset.line)); return; }
      const from = event.target.closest("[data-r]");
      if (!from || window.getSelection().toString()) return;
      if (from.tagName === "A") event.preventDefault();
      this.select(from.dataset.r, from.closest(".text") ? "source" : from.closest(".tree") ? "tree" : from.closest(".cards") ? "ledger" : "other", from);
    }

    pane(name) {
      this.doc.dataset.pane = name;
      this.doc.classList.remove("open");
      all(".dock button", this.doc).forEach((button) => {
        if (button.dataset.pane === name) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current");
      });
    }

    narrow() { return matchMedia("(max-width: 760px)").matches; }

    fold() {
      const floating = matchMedia("(max-width: 1080px)").matches;
      const shown = floating ? this.doc.classList.toggle("open") : !this.doc.classList.toggle("folded");
      one("[data-do=tree]", this.doc).setAttribute("aria-expanded", String(shown));
    }

    open(tab) {
      all("[role=tab]", this.doc).forEach((other) => {
        const chosen = other === tab;
        other.setAttribute("aria-selected", String(chosen));
        other.tabIndex = chosen ? 0 : -1;
        const panel = document.getElementById(other.getAttribute("aria-controls"));
        panel.hidden = !chosen;
        if (chosen) this.unpack(panel);
      });
    }

    /* Build what is only needed once its tab is opened. */
    unpack(panel) {
      const later = one("template", panel);
      if (later) { panel.append(later.content.cloneNode(true)); later.remove(); }
    }

    findings() {
      const panel = this.element("findings");
      this.unpack(panel);
      return all(".found [data-r]", panel);
    }

    openOf(element) {
      const panel = element.closest(".panel");
      if (panel && panel.hidden && getComputedStyle(panel).display === "none") this.open(document.getElementById(panel.getAttribute("aria-labelledby")));
    }

    /* Show a record on both sides. */
    select(ref, from, origin) {
      this.lit.forEach((element) => element.classList.remove("on"));
      this.ref = ref;
      const quoted = CSS.escape(ref);
      const around = origin && from === "source" ? origin.closest(".M, .P, .K, .G") : null;
      const mark = this.source(ref);
      const near = around || (mark && mark.closest(".M, .P, .K, .G"));
      const owner = near && near.dataset.r !== ref ? near.dataset.r : null;
      this.lit = all(`[data-r="${quoted}"]`, this.doc);
      if (owner) this.lit = this.lit.concat(all(`.cards [data-r="${CSS.escape(owner)}"]`, this.doc));
      this.lit.forEach((element) => element.classList.add("on"));
      const link = this.lit.find((element) => element.closest(".tree")) || (near && one(`.tree [data-r="${CSS.escape(near.dataset.r)}"]`, this.doc));
      if (link && from !== "tree" && link.offsetParent) this.bring(link, link.closest(".tree"));
      if (mark && from !== "source") this.bring(mark, this.text);
      const record = this.element(ref) || (owner && this.element(owner));
      if (record) {
        if (record.hidden || (record.closest(".card") && record.closest(".card").hidden)) one(".filters", this.doc).reset();
        if (from !== "other") this.openOf(record);
        if (from === "tree") record.closest(".card") && this.bring(record, record.closest(".panel"));
        else if (from !== "ledger") this.bring(record, record.closest(".panel"));
      }
      if (this.narrow()) {
        if (from === "source" && record && /^[pmkg]/.test(ref)) this.pane("ledger");
        else if (from !== "source" && mark) this.pane("source");
      } else if (from === "tree") this.doc.classList.remove("open");
      this.say(mark ? mark.title : "");
      if (/^[pmkg]/.test(ref)) history.replaceState(null, "", "#" + this.prefix + ref);
    }

    bring(element, scroller) {
      if (!scroller) return;
      const move = () => {
        const box = element.getBoundingClientRect();
        const frame = scroller.getBoundingClientRect();
        if (!box.height && !box.width) return;
        const above = box.top < frame.top + 60;
        if (above || box.bottom > frame.bottom - 20) scroller.scrollTop += box.top - frame.top - Math.min(frame.height / 3, 200);
      };
      element.scrollIntoView({ block: "nearest" }); // lays out what was not drawn yet
      move();
      requestAnimationFrame(() => { move(); requestAnimationFrame(move); });
    }

    say(words) {
      if (!this.tell) return;
      this.tell.textContent = words;
      this.tell.hidden = !words;
      live.textContent = words;
    }

    goToLine(number) {
      const line = this.element("L" + number);
      if (!line) return;
      this.lit.forEach((element) => element.classList.remove("on"));
      this.lit = [line];
      line.classList.add("on");
      if (this.narrow()) this.pane("source");
      this.doc.classList.remove("open");
      this.bring(line, this.text);
    }

    /* filters */
    filter() {
      const form = one(".filters", this.doc);
      const wanted = {};
      all("select", form).forEach((select) => { wanted[select.name] = select.value; select.classList.toggle("set", Boolean(select.value)); });
      const words = this.find.value.trim().toLowerCase();
      const fits = (item) => {
        const data = item.dataset;
        return (!wanted.k || wanted.k.includes(data.k)) && (!wanted.s || data.s === wanted.s) && (!wanted.o || data.o.includes("|" + wanted.o + "|")) &&
          (!wanted.t || data.t.includes("|" + wanted.t + "|")) && (!wanted.x || data.x.includes(wanted.x));
      };
      const says = (item) => !words || item.textContent.toLowerCase().includes(words);
      let shown = 0;
      let total = 0;
      const active = Boolean(words) || Object.values(wanted).some(Boolean);
      all(".card", this.doc).forEach((card) => {
        const steps = all(".steps > .item", card);
        const whole = card.classList.contains("item");
        const heading = one("header", card);
        const named = whole && (!words || says(heading) || all(":scope > .detail, :scope > .points, :scope > .goal, :scope > .facts", card).some(says));
        let any = false;
        steps.forEach((item) => {
          const keep = !active || (fits(item) && (named || says(item)));
          item.hidden = !keep;
          any = any || keep;
          total += 1;
          shown += keep ? 1 : 0;
        });
        const own = whole && (!active || (fits(card) && named && (!steps.length || !wanted.x)));
        if (own && active && steps.length && !any) steps.forEach((item) => { item.hidden = false; shown += 1; });
        card.hidden = !(any || own);
        if (whole && !steps.length) { total += 1; shown += own ? 1 : 0; }
      });
      one(".shown", form).textContent = active ? this.doc.dataset.shown.replace("{shown}", shown).replace("{all}", total) : "";
      one("[type=reset]", form).hidden = !Object.values(wanted).some(Boolean);
      const nothing = one(".nothing", this.doc);
      nothing.hidden = !(active && !shown);
      if (active) live.textContent = one(".shown", form).textContent;
    }

    /* search */
    search() {
      this.sought = this.find.value;
      const words = this.find.value.trim().toLowerCase();
      this.hits = [];
      this.hit = -1;
      if (words && this.text) {
        for (const line of all("p", this.text)) {
          const said = line.textContent.toLowerCase();
          for (let at = said.indexOf(words); at >= 0 && this.hits.length < 2000; at = said.indexOf(words, at + words.length)) this.hits.push([line, at, at + words.length]);
          if (this.hits.length >= 2000) break;
        }
      }
      if (this.hits.length && !this.narrow()) this.step(1); else { this.paint(); this.count(); }
      this.filter();
    }

    range([line, start, end]) {
      const range = document.createRange();
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let at = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const next = at + node.length;
        if (start >= at && start < next) range.setStart(node, start - at);
        if (end <= next) { range.setEnd(node, end - at); break; }
        at = next;
      }
      return range;
    }

    paint() {
      if (!window.CSS || !CSS.highlights) return;
      CSS.highlights.set("hits", new Highlight(...this.hits.map((hit) => this.range(hit))));
      if (this.hit >= 0) CSS.highlights.set("hit", new Highlight(this.range(this.hits[this.hit]))); else CSS.highlights.delete("hit");
    }

    count() {
      const data = this.doc.dataset;
      one(".hits", this.doc).textContent = !this.find.value.trim() || !this.text ? "" : this.hits.length ? data.hits.replace("{at}", this.hit + 1).replace("{all}", this.hits.length) : data.nohits;
    }

    step(by) {
      if (!this.hits.length) return;
      this.hit = (this.hit + by + this.hits.length) % this.hits.length;
      if (this.narrow()) this.pane("source");
      this.bring(this.hits[this.hit][0], this.text);
      this.paint();
      this.count();
    }

    /* from record to record */
    walk(by, list) {
      const shown = (list || this.items).filter((item) => !item.hidden && !(item.closest(".card") && item.closest(".card").hidden));
      if (!shown.length) return;
      const at = shown.findIndex((item) => item.dataset.r === this.ref);
      const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + by, 0), shown.length - 1)];
      this.openOf(next);
      this.select(next.dataset.r, "walk");
      next.focus({ preventScroll: true });
    }

    pressed(event) {
      switch (event.key) {
        case "j": this.walk(1); break;
        case "k": this.walk(-1); break;
        case "f": this.walk(1, this.findings()); break;
        case "F": this.walk(-1, this.findings()); break;
        case "o": this.fold(); break;
        case "Enter": {
          const mark = document.activeElement && document.activeElement.closest(".item");
          if (mark && mark === document.activeElement) this.select(mark.dataset.r, "ledger"); else return;
          break;
        }
        default: return;
      }
      event.preventDefault();
    }
  }

  /* old beside new, and the list of documents: a search that leaves out what does not fit */
  class Rows {
    constructor(main, rows) {
      this.rows = rows;
      this.find = one(".find", main);
      this.at = -1;
      this.find.addEventListener("input", () => {
        const words = this.find.value.trim().toLowerCase();
        rows.forEach((row) => { row.hidden = Boolean(words) && !row.textContent.toLowerCase().includes(words); });
      });
      main.addEventListener("click", (event) => {
        const doing = event.target.closest("[data-do]");
        if (doing) ({ theme: switchTheme, help: openHelp })[doing.dataset.do]();
      });
      all("form", main).forEach((form) => form.addEventListener("submit", (event) => event.preventDefault()));
    }

    pressed(event) {
      const by = { j: 1, k: -1 }[event.key];
      const shown = this.rows.filter((row) => !row.hidden);
      if (!by || !shown.length) return;
      event.preventDefault();
      this.at = Math.min(Math.max(this.at + by, 0), shown.length - 1);
      this.rows.forEach((row) => row.classList.remove("on"));
      const row = shown[this.at];
      row.classList.add("on");
      row.scrollIntoView({ block: "center" });
      (one("a", row) || row).focus({ preventScroll: true });
    }
  }

  function openHelp() { if (help.showModal) help.showModal(); else help.setAttribute("open", ""); }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (help.open && event.key !== "Escape")) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "Escape") {
      if (help.open) return;
      if (typing && view.find === event.target) { event.target.value = ""; event.target.dispatchEvent(new Event("input")); event.target.blur(); }
      else if (view && view.doc) { view.doc.classList.remove("open"); view.say(""); }
      return;
    }
    if (typing) return;
    if (event.key === "/") { event.preventDefault(); view.find.focus(); view.find.select(); return; }
    if (event.key === "?") { event.preventDefault(); openHelp(); return; }
    if (view) view.pressed(event);
  });

  /* what is shown: the one document, the comparison, or what the address names of several */
  const index = one("#index");
  const stage = one("#stage");
  const list = index && new Rows(index, all("tbody tr", index));
  function show() {
    const [, number, ref] = /^#d(\d+)(?:-(.+))?$/.exec(location.hash) || [];
    if (!index) { if (ref && view.element(ref)) view.select(ref, "walk"); return; }
    const template = number && document.getElementById("doc-" + number);
    index.hidden = Boolean(template);
    if (!template) { stage.textContent = ""; view = list; document.body.className = "many"; return; }
    if (!view || !view.doc || view.doc.id !== "d" + number) {
      stage.textContent = "";
      stage.append(template.content.cloneNode(true));
      document.body.className = "one";
      view = new Review(one(".doc", stage));
      window.scrollTo(0, 0);
    }
    if (ref && view.element(ref)) view.select(ref, "walk");
  }
  if (one("#compare")) view = new Rows(one("#compare"), all(".pair"));
  else {
    if (!index) view = new Review(one(".doc"));
    window.addEventListener("hashchange", show);
    show();
  }
  window.addEventListener("beforeprint", () => { if (view && view.doc) view.findings(); });
  document.documentElement.dataset.ready = "";
})();

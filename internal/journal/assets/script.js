"use strict";
(() => {
  const articles = [...document.querySelectorAll("article[data-kind]")];
  const form = document.querySelector(".search form");
  const status = document.querySelector(".search output");
  const names = [...form.elements].filter((e) => e.name && e.type !== "button").map((e) => e.name);
  const split = document.querySelector(".pages") !== null;
  const count = new Intl.NumberFormat("en");

  // fold is text.Fold of the program: capitals, accents, optional vowel signs, invisible characters and widths do not count.
  const optional = /(?![\u3099\u309a])(?=\p{M})[\p{sc=Zinh}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Arab}\p{sc=Hebr}\p{sc=Syrc}]|\u0640|\p{Cf}/gu;
  const letters = { "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ŧ": "t", "ς": "σ" };
  const fold = (s) => s.normalize("NFKD").toLowerCase().replace(optional, "").replace(/[ßæœþðđħıłøŧς]/g, (c) => letters[c]);

  // A compound is found by its parts and as one word: counter-terrorism, counter terrorism, counterterrorism.
  const compound = /[\p{L}\p{N}]+(?:[-‐‑’'][\p{L}\p{N}]+)+/gu;
  const spaced = (s) => s.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
  const indexed = (s) => {
    const folded = fold(s);
    const joined = (folded.match(compound) || []).map((w) => w.replace(/[-‐‑’']/g, ""));
    return " " + spaced(folded) + " " + joined.join(" ");
  };
  const unspaced = /^[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;

  const texts = new Map();
  const textOf = (article) => {
    let text = texts.get(article);
    if (text === undefined) {
      const parts = [article.id];
      for (const e of article.querySelectorAll("h3, h4, h5, dd, .lead, .kind, details > p, details > ul")) parts.push(e.textContent);
      text = indexed(parts.join(" \n "));
      texts.set(article, text);
    }
    return text;
  };
  // matcher returns a function that reports whether a text has all words of a query; quoted words stand side by side.
  const matcher = (query) => {
    const tests = [];
    for (const term of fold(query).match(/"[^"]*"?|[^\s"]+/g) || []) {
      const words = spaced(term);
      if (words === "") continue;
      const start = unspaced.test(words) ? "" : " ";
      const forms = [start + words];
      if (!term.startsWith('"')) forms.push(start + words.replaceAll(" ", ""));
      tests.push((text) => forms.some((f) => text.includes(f)));
    }
    return (text) => tests.every((test) => test(text));
  };

  const empty = () => Object.fromEntries(names.map((n) => [n, ""]));
  const read = () => {
    const values = empty();
    const fragment = location.hash.slice(1);
    if (!fragment.includes("=")) return values;
    for (const [name, value] of new URLSearchParams(fragment)) if (name in values) values[name] = value;
    return values;
  };
  const alone = () => location.hash.startsWith("#only=");
  // named returns the id in the fragment, which stands behind only= if its record is shown alone.
  const named = () => {
    const id = location.hash.slice(alone() ? 6 : 1);
    try { return decodeURIComponent(id); } catch { return id; }
  };
  const target = () => document.getElementById(named());
  // follow goes to the page of what the fragment names: the first page has links to the records of all others.
  const firstPage = document.querySelector(".pages li:first-child a")?.href.split("#")[0];
  const follow = () => {
    const id = named();
    const isHere = target()?.closest(".index") === null; // undefined, which is not null, if it is on no part of this page
    if (id === "" || isHere || (!alone() && id.includes("="))) return;
    const link = document.querySelector(["index", "sections"].map((part) => `.${part} a[href$="#${CSS.escape(id)}"]`).join());
    const page = link ? link.href.split("#")[0] : firstPage;
    if (page) location.replace(page + location.hash);
  };
  const inForm = () => Object.fromEntries(names.map((n) => [n, form.elements[n].value]));
  // has reports whether a record has a value: it is the theme or the organisation, or a field links to it, or an attribute names
  // it. A kind is TABLE.CODE, and has the value TABLE too.
  const has = (article, name, value) => (name === "theme" || name === "organisation"
    ? article.id === value || article.querySelector(`dl a[href$="#${CSS.escape(value)}"]`) !== null
    : (article.dataset[name] || "").split(" ").some((v) => v === value || v.startsWith(value + ".")));
  const show = (values) => {
    const chosen = names.filter((n) => n !== "q" && values[n]);
    const matches = matcher(values.q);
    const filtering = chosen.length > 0 || values.q.trim() !== "";
    let found = 0;
    for (const a of articles) {
      const hit = chosen.every((n) => has(a, n, values[n])) && (values.q === "" || matches(textOf(a)));
      if (a.hidden === hit) a.hidden = !hit;
      if (hit) found++;
    }
    for (const s of document.querySelectorAll("main section:not(#about)")) s.hidden = filtering && !s.querySelector("article:not([hidden])");
    document.body.classList.toggle("filtering", filtering);
    const all = `${count.format(articles.length)} record${articles.length === 1 ? "" : "s"}${split ? " on this page" : ""}`;
    status.textContent = filtering ? `${count.format(found)} of ${all}` : all;
    form.elements.clear.hidden = !filtering;
    for (const link of document.querySelectorAll("a[data-page]")) link.hash = filtering ? fragmentOf(values) : "";
  };
  const fragmentOf = (values) => {
    const set = new URLSearchParams(names.filter((n) => values[n]).map((n) => [n, values[n]]));
    return set.toString();
  };
  const addressOf = (values) => {
    const fragment = fragmentOf(values);
    return fragment ? "#" + fragment : location.pathname + location.search;
  };

  // Typing is one step of the history, and so is each choice.
  let typing = false;
  form.addEventListener("input", (event) => {
    const values = inForm();
    const step = event.target.name === "q" && typing ? "replaceState" : "pushState";
    typing = event.target.name === "q";
    history[step](null, "", addressOf(values));
    show(values);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.elements.clear.addEventListener("click", () => {
    typing = false;
    history.pushState(null, "", addressOf(empty()));
    restore();
    form.elements.q.focus();
  });

  // restore shows what the address says: a filtered view, one record alone, or a place on the page.
  const restore = () => {
    const values = read();
    for (const n of names) {
      const field = form.elements[n];
      field.value = values[n];
      if (n !== "q" && field.value !== values[n]) field.add(new Option(values[n], values[n], false, true)); // no record has it
      values[n] = field.value;
    }
    show(values);
    const only = alone() && target();
    document.body.classList.toggle("only", Boolean(only));
    if (alone()) {
      for (const a of articles) a.hidden = a !== only;
      for (const s of document.querySelectorAll("main section")) s.hidden = !s.contains(only);
    }
    if (only === null) {
      status.textContent = `There is no record ${named()}`;
      form.elements.clear.hidden = false;
    }
  };
  const moved = () => {
    typing = false;
    restore();
    follow();
    arrive(5);
  };
  // arrive goes to the target in each of some frames: the records above it get their heights once they are near.
  const arrive = (frames) => {
    if (!alone()) target()?.scrollIntoView();
    if (frames > 1) requestAnimationFrame(() => arrive(frames - 1));
  };
  window.addEventListener("popstate", moved);
  window.addEventListener("hashchange", moved);

  // Skipping to the content keeps the address, which holds the view.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("content").focus();
  });

  // Each record gets its controls.
  const tools = document.createElement("div");
  tools.className = "tools";
  for (const [name, label] of [["link", "Copy link"], ["cite", "Cite"]]) {
    const button = tools.appendChild(document.createElement("button"));
    button.type = "button";
    button.name = name;
    button.textContent = label;
  }
  if (document.documentElement.lang.split("-")[0] !== "en") tools.lang = "en";
  for (const a of articles) a.append(tools.cloneNode(true)); // at once: the page is laid out once
  // The texts are read while the browser has nothing else to do.
  const prepare = (deadline, from = 0) => {
    let i = from;
    for (; i < articles.length && (i === from || deadline.timeRemaining() > 2); i++) {
      textOf(articles[i]);
    }
    if (i < articles.length) idle((next) => prepare(next, i));
  };
  const idle = window.requestIdleCallback || ((then) => setTimeout(() => then({ timeRemaining: () => 0 }), 0));
  idle(prepare);
  // linkTo returns an address by way of the first page, which stays good if the record moves to another page.
  const linkTo = (article) => (firstPage ?? location.href.split("#")[0]) + "#" + article.id;
  const citation = (article) => {
    const title = article.querySelector("h3, h4, h5").firstChild.textContent.replace(/\.$/, "");
    const address = article.querySelector('dd a[href^="http"]')?.href ?? "";
    const work = (article.dataset.reference || "{}.").replace(/\{(address)?\}/g, (mark) => (mark === "{}" ? title : address));
    const dataset = document.querySelector("main").dataset.dataset;
    return `${work} Record ${article.id} in ${dataset} <${linkTo(article)}>.`;
  };
  document.addEventListener("click", (event) => {
    const details = event.target.closest("sup")?.closest("article").querySelector("details");
    if (details) details.open = !details.open;
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".tools button");
    if (!button) return;
    const article = button.closest("article");
    const text = button.name === "link" ? linkTo(article) : citation(article);
    let copied = true;
    try { await navigator.clipboard.writeText(text); } catch { copied = false; }
    button.parentElement.querySelector("textarea")?.remove();
    if (copied && button.name === "link") {
      button.textContent = "Link copied";
      setTimeout(() => { button.textContent = "Copy link"; }, 2000);
      return;
    }
    const field = document.createElement("textarea");
    field.readOnly = true;
    field.rows = 4;
    field.value = text;
    field.setAttribute("aria-label", copied ? "Copied" : "Copy this text");
    button.parentElement.append(field);
    field.focus();
    field.select();
  });

  document.documentElement.classList.add("scripted");
  moved();
})();

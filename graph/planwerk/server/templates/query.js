"use strict";
// The plain editor: sends the query, shows rows as a table. Everything from the dataset goes in as text, never as markup.
(() => {
  const form = document.getElementById("form");
  const query = document.getElementById("query");
  const question = document.getElementById("question");
  const state = document.getElementById("state");
  const answer = document.getElementById("answer");

  question.addEventListener("change", () => {
    const chosen = question.selectedOptions[0];
    if (chosen.dataset.query) query.value = chosen.dataset.query;
  });

  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  const cell = (tag, text, href) => {
    const element = document.createElement(tag);
    if (href && /^https?:/.test(href)) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = text;
      element.append(link);
    } else {
      element.textContent = text;
    }
    return element;
  };

  const table = (columns, rows) => {
    const made = document.createElement("table");
    const head = made.createTHead().insertRow();
    for (const column of columns) {
      const heading = cell("th", column);
      heading.scope = "col";
      head.append(heading);
    }
    const body = made.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const column of columns) {
        const value = row[column];
        line.append(cell("td", value ? value.value : "", value && value.type === "uri" ? value.value : null));
      }
    }
    return made;
  };

  form.addEventListener("submit", async (event) => {
    if (event.submitter && event.submitter.name === "format") return; // the browser downloads it
    event.preventDefault();
    state.textContent = form.dataset.running;
    answer.replaceChildren();
    try {
      const response = await fetch("/sparql", {
        method: "POST",
        headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9" },
        body: new URLSearchParams({ query: query.value }),
      });
      const text = await response.text();
      if (!response.ok) {
        state.textContent = text.trim();
        return;
      }
      if (!response.headers.get("content-type").includes("json")) {
        const shown = document.createElement("pre");
        shown.textContent = text;
        answer.append(shown);
        state.textContent = "";
        return;
      }
      const found = JSON.parse(text);
      if (typeof found.boolean === "boolean") {
        state.textContent = found.boolean ? form.dataset.yes : form.dataset.no;
        return;
      }
      const rows = found.results.bindings;
      answer.append(table(found.head.vars, rows));
      state.textContent = `${rows.length} ${rows.length === 1 ? form.dataset.rowsOne : form.dataset.rows}`;
      answer.focus();
    } catch (error) {
      state.textContent = String(error.message || error);
    }
  });
})();

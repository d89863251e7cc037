"use strict";
// What the page can do with a script: Ctrl+Enter, line numbers, the cursor where the parser stopped, and the colouring
// editor in a build that has it. The page itself is a form and works without.
(() => {
  const form = document.getElementById("form");
  const query = document.getElementById("query");
  const numbers = document.getElementById("numbers");
  const line = Number(query.dataset.line || 0);
  const column = Number(query.dataset.column || 1);
  const answer = document.getElementById("answer");

  const run = () => form.requestSubmit();
  if (window.matchMedia("(max-width: 63.99rem)").matches) document.getElementById("known").open = false;

  if (window.Yasqe) {
    const holder = document.createElement("div");
    query.before(holder);
    const editor = new window.Yasqe(holder, {
      value: query.value,
      persistenceId: null, // nothing is kept in the browser
      autocompleters: ["variables"], // the others would ask services elsewhere
      showQueryButton: false,
      createShareableLink: null,
      resizeable: false,
      collapsePrefixesOnLoad: false,
    });
    query.hidden = true;
    query.required = false; // a field that is not seen cannot be pointed at
    editor.setOption("extraKeys", { "Ctrl-Enter": run, "Cmd-Enter": run, Tab: false, "Shift-Tab": false, Esc: false });
    editor.getScrollerElement().setAttribute("tabindex", "0"); // what scrolls can be scrolled by keyboard
    const field = editor.getInputField();
    field.id = "query-field";
    document.querySelector('label[for="query"]').htmlFor = field.id;
    field.setAttribute("aria-describedby", query.getAttribute("aria-describedby"));
    const keep = () => { query.value = editor.getValue(); };
    editor.on("change", keep);
    form.addEventListener("submit", keep);
    if (line) {
      editor.setCursor(line - 1, column - 1);
      editor.addLineClass(line - 1, "background", "CodeMirror-activeline-background");
      editor.focus();
    }
  } else {
    const number = () => {
      const count = query.value.split("\n").length;
      numbers.replaceChildren(...Array.from({ length: count }, (_, index) => {
        const shown = document.createElement(index + 1 === line ? "b" : "span");
        shown.textContent = `${index + 1}\n`;
        return shown;
      }));
      numbers.scrollTop = query.scrollTop;
    };
    const fit = () => { numbers.style.height = `${query.clientHeight}px`; numbers.scrollTop = query.scrollTop; };
    query.addEventListener("input", number);
    query.addEventListener("scroll", () => { numbers.scrollTop = query.scrollTop; });
    new ResizeObserver(fit).observe(query);
    query.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        run();
      }
    });
    number();
    if (line) {
      const start = query.value.split("\n").slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      query.focus();
      query.setSelectionRange(start + column - 1, start + column - 1);
    }
  }
  if (!line && answer && new URLSearchParams(location.search).has("query")) answer.focus();
  document.documentElement.dataset.ready = "1";
})();

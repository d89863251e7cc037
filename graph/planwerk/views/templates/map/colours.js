/* Colours. */
const ink = {};
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
function setScheme(forced) {
  root.dataset.theme = state.theme;
  root.dataset.scheme = forced || (state.theme === "auto" ? (prefersDark.matches ? "dark" : "light") : state.theme);
  const style = getComputedStyle(root);
  for (const name of ["ground", "card", "text", "muted", "line", "edge", "selected", "focus", "accent", "font", "new", "gone"]) {
    ink[name] = style.getPropertyValue(`--${name}`).trim();
  }
  for (const kind of kinds) ink[kind.id] = style.getPropertyValue(`--kind-${kind.id}`).trim();
  byId("theme").textContent = t("theme", { name: t(`theme_${state.theme}`) });
}

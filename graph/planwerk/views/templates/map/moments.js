/* Planungsstand am …: a slider over the months, and the comparison of two of them. */
const monthName = (at) => { const [year, month] = months[at].split("-"); return t("month_of", { month: t(`month_${Number(month)}`), year }); };
const slider = byId("month"), beforeList = byId("before");
if (months.length) {
  slider.max = String(months.length - 1);
  beforeList.append(make("option", { value: "" }, t("compare_none")), ...months.map((_, at) => at).reverse().map((at) => make("option", { value: String(at) }, monthName(at))));
}
byId("time").hidden = !months.length;
const monthNow = () => (state.month === null ? months.length - 1 : state.month);
function changes() {
  const count = { new: 0, gone: 0 };
  for (const element of nodes) { const change = changeOf(element); if (change) count[change] += 1; }
  return count;
}
function showTime() {
  if (!months.length) return;
  slider.value = String(monthNow());
  slider.setAttribute("aria-valuetext", monthName(monthNow()));
  byId("month-name").textContent = monthName(monthNow());
  beforeList.value = state.before === null ? "" : String(state.before);
  byId("changes").textContent = state.before === null ? "" : t("changes", changes());
  byId("today").disabled = state.month === null;
}
function toMonth(at) {
  state.month = at >= months.length - 1 ? null : at;
  if (chosen().some((index) => !present(nodes[index]))) Object.assign(state, { node: null, edge: null });
  refresh();
  say(t("as_of_month", { month: monthName(monthNow()), count: shown.size }));
}
slider.addEventListener("input", () => toMonth(Number(slider.value)));
byId("today").addEventListener("click", () => toMonth(months.length - 1));
beforeList.addEventListener("change", () => {
  state.before = beforeList.value === "" ? null : Number(beforeList.value);
  refresh();
  say(state.before === null ? t("compare_none") : t("changes", changes()));
});

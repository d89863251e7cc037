/* A large map shows its overview at once, from counts that travel beside the data; its elements are unpacked behind it. */
if (page.overview && !location.hash.slice(1) && !page.start) {
  bubbles = placedBubbles(page.overview.map(({ key, label, counts, ties }) => ({
    key, label: label || t("field_none"), counts: new Map(counts), ties: new Map(ties), count: counts.reduce((sum, [, count]) => sum + count, 0), members: [],
  })));
  resize();
  network.redraw();
  await new Promise((done) => { requestAnimationFrame(() => setTimeout(done, 0)); });
}

// One more row of a formset, copied from its <template>. Without script the same button
// asks the server for the row.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.('button[name="add"]');
    const rows = button?.closest("[data-rows]");
    const pattern = rows?.querySelector("template[data-row]");
    if (!pattern) return;
    const prefix = rows.dataset.rows;
    const total = rows.querySelector(`input[name="${prefix}-TOTAL_FORMS"]`);
    const most = rows.querySelector(`input[name="${prefix}-MAX_NUM_FORMS"]`);
    if (button.value !== prefix || !total || Number(total.value) >= Number(most.value)) return;
    event.preventDefault();

    const copy = document.createElement("template");
    copy.innerHTML = pattern.innerHTML.replaceAll("__prefix__", total.value);
    const row = copy.content.firstElementChild;
    total.value = String(Number(total.value) + 1);
    row.querySelectorAll("[data-row-number]").forEach((spot) => { spot.textContent = total.value; });
    rows.querySelector("[data-rows-list]").append(row);
    row.dispatchEvent(new Event("rows:added", { bubbles: true }));
    row.querySelector('input:not([type="hidden"]), select, textarea')?.focus();
  });
})();

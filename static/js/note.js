// 経過を書く: the hour is the one at which writing begins, and a ひな型 is put behind what is
// typed, never over it. Without script the button asks the server for the same.
(() => {
  const form = document.querySelector("form[data-note]");
  if (!form) return;
  const hour = form.elements.at;
  const stood = hour?.value;
  const isToday = form.elements.on?.value === form.elements.on?.defaultValue && !form.elements.appointment;

  const clock = () => new Date().toLocaleTimeString("ja-JP", {
    timeZone: "Asia/Tokyo", hour: "numeric", minute: "2-digit", hour12: false,
  });

  form.addEventListener("focusin", () => {
    const fresh = isToday && stood && !form.querySelector('[aria-invalid="true"]') && hour.value === stood;
    if (fresh) hour.value = clock();
  }, { once: true });

  const put = (text) => {
    const box = form.elements.body;
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    const words = box.value && !box.value.endsWith("\n") ? `\n${text}` : text;
    // As if typed, so that the writer's own undo takes it back.
    if (!document.execCommand("insertText", false, words)) box.setRangeText(words, box.value.length, box.value.length, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  form.addEventListener("click", (event) => {
    if (!event.target.closest?.('button[name="use"]')) return;
    event.preventDefault();
    const chosen = form.elements.template.value;
    const words = chosen && form.querySelector(`template[data-note-template="${chosen}"]`);
    if (words) put(words.content.textContent);
    form.elements.template.value = "";
  });
})();

// Keys for those who like them; 自分の設定 lists them and switches them off.
// A single key acts only while nothing is being written, and none while a word is converted.
// data-key="n" on a box or a link is all that a page needs to say.
(() => {
  if (!("shortcuts" in document.body.dataset)) return;
  const writes = (element) => element.matches("input, select, textarea, [contenteditable]");

  const saveForm = (from) => {
    const form = from.closest("form[method='post']") ?? document.querySelector("form[data-save]");
    form?.requestSubmit(form.querySelector(".btn--primary:not([type='button'])"));
  };

  document.addEventListener("keydown", (event) => {
    const here = event.target instanceof Element ? event.target : document.body;
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && event.code === "KeyS") {
      event.preventDefault();
      saveForm(here);
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || writes(here)) return;
    if (event.key.length !== 1 || !/[a-z/]/.test(event.key)) return;
    const goal = document.querySelector(`[data-key="${event.key}"]`);
    if (!goal) return;
    event.preventDefault();
    if (writes(goal)) {
      goal.focus();
      goal.closest("form.note-box")?.scrollIntoView({ block: "nearest" });
    } else goal.click();
  });
})();

// Enter belongs to the writer: while a conversion is open it only confirms the word,
// and in a one-line box of a long form it does not send the form half written.
(() => {
  const oneLine = 'input:not([type="submit"], [type="button"], [type="checkbox"], [type="radio"], [type="file"])';
  let composing = false;

  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });

  document.addEventListener("keydown", (event) => {
    const isEnter = event.key === "Enter" || event.code === "Enter" || event.code === "NumpadEnter";
    if (!isEnter || !(event.target instanceof Element)) return;
    if (event.isComposing || event.keyCode === 229) {
      event.preventDefault();
      return;
    }
    const form = event.target.form;
    if (!form || !event.target.matches(oneLine)) return;
    if (form.getAttribute("method") === "post" && form.dataset.enter !== "submit") event.preventDefault();
  });

  // Nobody else hears of it either: a form that is sent by a script would be on its way.
  document.addEventListener("submit", (event) => {
    if (!composing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
})();

// Leaving with something typed and not saved: the browser asks once.
// A form whose text the server has kept as a draft (data-kept) does not ask.
// data-quiet: a form that does not ask. data-dirty: one that holds unsaved input from the start.
(() => {
  const dirty = new Set();

  document.querySelectorAll('form[method="post"]').forEach((form) => {
    if ("dirty" in form.dataset || form.querySelector('[aria-invalid="true"]')) dirty.add(form);
  });

  const touched = (event) => {
    const form = event.target.form;
    if (form && form.getAttribute("method") === "post" && !("quiet" in form.dataset)) dirty.add(form);
  };
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);

  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) dirty.delete(event.target);
  });

  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => !("kept" in form.dataset))) event.preventDefault();
  });
})();

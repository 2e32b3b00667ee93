// A second press while the first is on its way sends nothing. Coming back to the page,
// or fifteen seconds without an answer, opens the form again.
(() => {
  const reopen = (form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
    setTimeout(() => reopen(form), 15000);
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(reopen);
  });
})();
